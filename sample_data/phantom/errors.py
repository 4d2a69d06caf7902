"""What a phantom refuses."""


class PhantomError(ValueError):
    """A phantom cannot be built from what was given; the message says what to give instead."""
