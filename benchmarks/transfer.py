"""What each kind of film teaches: ``python -m benchmarks.transfer DATA [DATA ...] --out DIR``.

The same small network is trained for the same number of steps on phantoms alone, on generated
films alone, on both, on real films alone, and on all, and each is measured on the real films of
the AASCE `val` split. Phantoms help if all together beat real films alone. A run that was stopped
goes on where it was, and one that is done is only measured again.
"""

from __future__ import annotations

from dataclasses import replace

from benchmarks.small_network import SMALL, Entry, compare

ALONE = 1.0
NONE = 0.0


def diet(*, real: float, generated: float, phantom: float) -> Entry:
    """Train on shares of AASCE, of Spinal-AI2024 and of the phantoms of `sample_data`."""
    config = replace(
        SMALL,
        aasce_share=real,
        spinal_ai2024_share=generated,
        phantom_share=phantom,
        full_trunk_share=NONE,
    )
    return Entry(config=config)


DIETS = {
    "phantoms alone": diet(real=NONE, generated=NONE, phantom=ALONE),
    "generated alone": diet(real=NONE, generated=ALONE, phantom=NONE),
    "phantoms and generated": diet(real=NONE, generated=0.5, phantom=0.5),
    "real alone": diet(real=ALONE, generated=NONE, phantom=NONE),
    "all": diet(real=0.5, generated=0.2, phantom=0.3),
}


if __name__ == "__main__":
    compare(__doc__ or "", DIETS)
