"""From pixels to vertebrae: the R2MF segmentation cascade.

Implements the architecture described in the abstract of arXiv 2512.07576 and extends it by
corner votes, because a Cobb angle needs endplates and a mask does not give them.

The rooms::

    segmenter.py     a film in, a Segmentation out; the only thing the app needs
    segmentation.py  the values that leave this package
    window.py        the piece of film the network looks at, and the way back to film pixels
    network.py       the cascade, read like the paper's figure
    blocks.py        Inception block, R2-Jump, MC-Skip, SCSE-Lite
    votes.py         network output to an ordered chain of vertebrae
    close.py         the close stage, which sees each vertebra upright and of one size
    patches.py       the patch of film around one vertebra
    close_look.py    the close stage put to use
    edges.py         endplates settled on the edge of the bone
    quads.py         tilts and axes of vertebrae
    caveats.py       what the caller is warned of
    plausibility.py  whether what was found can be a spine, or the film is refused
    signs.py         what tells a right answer from a wrong one, without a label
    calibration.py   what the network's doubts are worth; kept with the weights
    calibrate.py     ``python -m r2mf.calibrate DATA``
    folding.py       norms folded into convolutions, once trained
    labels.py        readers of the labelled film sets
    label_check.py   whether their corners give back their angles
    conventions.py   their corners brought onto the bone's edge
    targets.py       what the network should have answered for a labelled film
    augment.py       films changed together with their corners
    losses.py        how far an answer is from its target
    data.py          training windows drawn from the labelled films
    patch_data.py    training patches, likewise
    config.py        the dials of a training run
    train.py         ``python -m r2mf.train``: the cascade
    train_close.py   ``python -m r2mf.train_close``: the close stage
    export.py        a run's weights, kept with their provenance
    attach.py        a trained close stage, put into weights
    weights.py       weights on disk
    masks.py         masks drawn from corners, and how well two of them agree
    evaluate.py      ``python -m r2mf.evaluate DATA``
    evaluate_bent.py ``python -m r2mf.evaluate_bent DATA``
    bootstrap.py     confidence intervals of its figures
    protocol.py      the AASCE three-angle protocol, for benchmarks only
    errors.py        what is refused, and why
    weights/         trained weights with their provenance

Knows PyTorch. Does not know DICOM, Streamlit, or what a Cobb angle means to a clinician.
Points are ``(row, column)`` in pixels. Tensors never leave this package.
"""

from r2mf.errors import (
    InvalidFilmError,
    NoSpineFoundError,
    SegmentationError,
    WeightsError,
    WrongFilmError,
)
from r2mf.segmentation import DetectedVertebra, OnStep, Segmentation, SegmentationWarning

__all__ = [
    "DetectedVertebra",
    "InvalidFilmError",
    "NoSpineFoundError",
    "OnStep",
    "Segmentation",
    "SegmentationError",
    "SegmentationWarning",
    "WeightsError",
    "WrongFilmError",
]
