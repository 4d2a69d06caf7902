"""What the segmentation cascade refuses, and why.

The tree::

    SegmentationError
      +- InvalidFilmError       the array is not a film the network can look at
      +- NoSpineFoundError      nothing on the film looks like a spine
      +- WrongFilmError         what looks like a spine cannot be one seen from the front
      +- WeightsError           the trained weights are absent, damaged or of another network
      +- LabelError             a training label cannot be what it claims to be
"""


class SegmentationError(Exception):
    """Anything that keeps the cascade from turning a film into vertebrae."""


class InvalidFilmError(SegmentationError, ValueError):
    """The pixels are not a grey film in [0, 1]; read it again from its file."""


class NoSpineFoundError(SegmentationError):
    """No chain of vertebrae was found; check that the film is a frontal view of a spine."""


class WrongFilmError(SegmentationError):
    """What was found cannot be a whole spine on an upright frontal film; check which film it is."""


class WeightsError(SegmentationError):
    """The weights cannot be used; fetch the ones shipped with this version or train anew."""


class LabelError(SegmentationError, ValueError):
    """A label file contradicts itself; correct the file or leave the film out."""
