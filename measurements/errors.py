"""The tree of refusals to measure.

::

    MeasurementError (a ValueError)
    ├── SpacingError             the pixel spacing cannot be one
    ├── DegenerateEndplateError  an endplate without a direction
    ├── SpineError               corners, levels or order that no spine has
    ├── LandmarkError            landmarks that no patient has
    ├── LevelMissingError        a level that is not visible on this film
    ├── LandmarkMissingError     a landmark that is not marked on this film
    ├── SettingsError            a threshold that cannot be one
    └── CannotMeasureError       a sound spine on which this quantity has no value

Every message says what was found, what is expected and what to do.
"""


class MeasurementError(ValueError):
    """Something could not be measured; the message says why and what to do."""


class SpacingError(MeasurementError):
    """A pixel spacing is not two positive lengths."""


class DegenerateEndplateError(MeasurementError):
    """The two ends of an endplate coincide or are not finite, so it has no tilt."""


class SpineError(MeasurementError):
    """The vertebrae given cannot be those of one spine, cranial first."""


class LevelMissingError(MeasurementError):
    """A level asked for is not among the vertebrae visible on the film."""


class LandmarkError(MeasurementError):
    """A landmark is not a point, or right and left of a pair are exchanged."""


class LandmarkMissingError(MeasurementError):
    """A landmark asked for is not marked on the film."""


class SettingsError(MeasurementError):
    """A setting is no threshold."""


class CannotMeasureError(MeasurementError):
    """The quantity has no value on this spine."""
