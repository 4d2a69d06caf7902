"""Why a study or a film was refused.

The tree::

    StudyError
      +- FilmError                     this film cannot be used; the rest of the study can
           +- UnreadableFilmError      empty, cut short, damaged, or coded in a way we cannot read
           +- NotAFilmError            not a picture at all: text, a video, a document
           +- MultiFrameError          several pictures in one file
           +- FilmTooSmallError        too few pixels to measure on
           +- FilmTooLargeError        more pixels, or more bytes, than a film has
           +- NotAProjectionFilmError  CT, MR or another image that is no X-ray film
           +- NotFrontalFilmError      a lateral or oblique film
           +- ColourFilmError          a colour photograph
           +- InvalidSpacingError      a pixel size that no film has
           +- InvalidRadiographError   pixels that are not a grey film in [0, 1]
      +- ArchiveError                  this archive cannot be opened; what else was dropped can
           +- UnreadableArchiveError   damaged or cut short
           +- ArchiveTooLargeError     more files, or more bytes, than the films of a patient

Every message is one sentence or two that say what is wrong and what to do. None of them quotes
the file's name or a header value that could identify a patient.
"""


class StudyError(Exception):
    """Anything that keeps a study from being read, analysed or reported."""


class FilmError(StudyError):
    """One film cannot be used; the rest of the study can."""


class UnreadableFilmError(FilmError):
    """The file is empty, cut short or damaged; export it again."""


class NotAFilmError(FilmError):
    """The file holds no picture; choose a DICOM, PNG, JPEG, TIFF or BMP file."""


class MultiFrameError(FilmError):
    """The file holds several pictures; export the one to measure."""


class FilmTooSmallError(FilmError):
    """Too few pixels to place an endplate; export the film at full resolution."""


class FilmTooLargeError(FilmError):
    """More pixels or bytes than a film has; export it at its own resolution."""


class NotAProjectionFilmError(FilmError):
    """A slice, a dose or a plan is no projection film; choose the radiograph."""


class NotFrontalFilmError(FilmError):
    """A lateral film shows no scoliosis angle; choose the frontal one."""


class ColourFilmError(FilmError):
    """A colour photograph; export the film itself in grey."""


class InvalidSpacingError(FilmError, ValueError):
    """No film has such pixels; measure a known length again."""


class InvalidRadiographError(FilmError, ValueError):
    """The array is not a grey film in [0, 1]; read it again from its file."""


class ArchiveError(StudyError):
    """One archive cannot be opened; what else was dropped can."""


class UnreadableArchiveError(ArchiveError):
    """The archive is damaged or cut short; pack it again."""


class ArchiveTooLargeError(ArchiveError):
    """More files or bytes than the films of a patient; drop those of one."""
