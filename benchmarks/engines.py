"""Seconds a film by engine, and how far corners move: ``python -m benchmarks.engines``.

The cascade as the app runs it against other ways to run it on a CPU. ONNX Runtime and OpenVINO
are not installed with the project; where they are absent the table says so.
"""

from __future__ import annotations

import argparse
import importlib.util
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.speed import large_film
from r2mf.folding import folded
from r2mf.network import FINE_CELL, VOTE_UNIT, R2MFNet, StageOutput
from r2mf.segmenter import Segmenter
from r2mf.weights import SHIPPED, load_weights

Run = Callable[[Tensor], tuple[np.ndarray, ...]]
"""A window and its mirror image, (2, 1, H, W), to masks, votes and spread of the fine stage."""

ONNX_OPSET = 18
"""What both other engines read."""


class FineOnly(nn.Module):
    """The cascade with the three outputs that corners are read from."""

    def __init__(self, network: R2MFNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, window: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(B, 1, H, W) -> masks, votes, spread."""
        fine = self.network(window)[1]
        return fine.masks, fine.votes, fine.log_spread


def torch_engine(network: nn.Module) -> Run:
    """Run with PyTorch."""

    @torch.inference_mode()
    def run(window: Tensor) -> tuple[np.ndarray, ...]:
        return tuple(part.numpy() for part in FineOnly(network)(window))

    return run


def onnx_file(network: R2MFNet, window: Tensor, folder: Path) -> Path:
    """Write the cascade for windows of one shape."""
    path = folder / "cascade.onnx"
    plain = FineOnly(network.to(memory_format=torch.contiguous_format))
    torch.onnx.export(plain, (window,), path, opset_version=ONNX_OPSET, dynamo=False)
    return path


def onnxruntime_engine(network: R2MFNet, window: Tensor, threads: int, folder: Path) -> Run:
    """Run with ONNX Runtime in single precision."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    path = str(onnx_file(network, window, folder))
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda pixels: tuple(session.run(None, {name: pixels.numpy()}))


def openvino_engine(network: R2MFNet, window: Tensor, threads: int, folder: Path) -> Run:
    """Run with OpenVINO in single precision."""
    import openvino

    core = openvino.Core()
    settings = {"INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": "f32"}
    compiled = core.compile_model(str(onnx_file(network, window, folder)), "CPU", settings)
    return lambda pixels: tuple(np.array(part) for part in compiled(pixels.numpy()).values())


def engines(window: Tensor, threads: int, folder: Path) -> Iterator[tuple[str, Run | None]]:
    """Name every engine; None where it is not installed."""
    network, _ = load_weights(SHIPPED)
    yield "PyTorch, norms apart", torch_engine(network)
    yield "PyTorch, norms folded (the app)", torch_engine(folded(network))
    bare = folded(network).to(memory_format=torch.contiguous_format)
    yield "PyTorch, norms folded, channels first", torch_engine(bare)
    for name, module, make in (
        ("ONNX Runtime", "onnxruntime", onnxruntime_engine),
        ("OpenVINO", "openvino", openvino_engine),
    ):
        there = all(importlib.util.find_spec(part) for part in (module, "onnx"))
        yield name, make(folded(network), window, threads, folder) if there else None


class Kept(nn.Module):
    """A cascade that keeps the window it was last shown."""

    def __init__(self, network: R2MFNet) -> None:
        super().__init__()
        self.network, self.config = network, network.config
        self.windows: list[Tensor] = []

    def locate(self, window: Tensor) -> StageOutput:
        """Run the coarse stage."""
        return self.network.locate(window)

    def forward(self, window: Tensor) -> tuple[StageOutput, StageOutput]:
        """Run both stages."""
        self.windows.append(window)
        return self.network(window)


def timed(run: Run, window: Tensor, repeats: int) -> tuple[float, float]:
    """Least seconds of a run, by the clock and by the CPU, after one that warms the caches.

    Other work on the machine only adds to the clock, and little to the CPU's.
    """
    run(window)
    clock, cpu = [], []
    for _ in range(repeats):
        began, worked = time.perf_counter(), time.process_time()
        run(window)
        clock.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
    return min(clock), min(cpu)


def main() -> None:
    """Time every engine on the window of a large film and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    segmenter = Segmenter.load(device="cpu")
    segmenter.network = kept = Kept(segmenter.network)
    segmenter.segment(large_film().pixels)
    window = kept.windows[-1]
    three = torch.cat([window] * 3)
    print(f"{options.threads} threads, window and mirror image {tuple(window.shape)}\n")
    print(
        "| engine | seconds a film (CPU) | three at once, each (CPU) | largest vote change (px) |"
    )
    print("|---|---:|---:|---:|")
    expected: np.ndarray | None = None
    with tempfile.TemporaryDirectory() as folder:
        for name, run in engines(window, options.threads, Path(folder)):
            if run is None:
                print(f"| {name} | not installed | | |")
                continue
            votes = run(window)[1]
            expected = votes if expected is None else expected
            change = np.abs(votes - expected).max() * VOTE_UNIT * FINE_CELL
            clock, cpu = timed(run, window, options.repeats)
            together = "fixed to one film"
            if name.startswith("PyTorch"):
                clock_3, cpu_3 = (part / 3 for part in timed(run, three, options.repeats))
                together = f"{clock_3:.3f} ({cpu_3:.3f})"
            print(f"| {name} | {clock:.3f} ({cpu:.3f}) | {together} | {change:.5f} |", flush=True)


if __name__ == "__main__":
    main()
