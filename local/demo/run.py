"""`brigade demo`: start everything, make a batch with pictures, look at what came of it, stop everything."""

import json
import os
import shutil
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from typing import Any

import httpx
import typer
from PIL import Image

from brigade.progress.retrying import usual_picture_micros, usual_text_micros
from brigade.providers.jobs import SHARE
from brigade.settings import Settings
from local.cli.client import Client
from local.cli.output import DONE, give, say, to_stdout
from local.cli.progress_view import money, view
from local.cli.stream import Event, Follower, of_batch
from local.demo import contact_sheet, summary
from local.demo.collected import Collected, collect
from local.demo.critical_path import Bucket, of_journal
from local.demo.makers import makers
from local.demo.scenarios import scenario_of
from local.pace import REAL
from local.problem import Problem
from local.provider import Provider, provider_of
from local.simulator.options import PICTURES
from local.storage import storage_of
from local.system import Options, System

MOST = 100
BUDGET_OVER_ESTIMATE = 3  # all calls at once reserve more than twice of what they cost


@dataclass(frozen=True)
class Demo:
    recipes: int
    seed: int
    latency: str
    out: str
    port: int | None
    yes: bool
    as_json: bool
    overnight: bool = False
    scenario: str = ""

    def run(self) -> int:
        """The exit code: 0 done, 3 partly, 4 failed."""
        if not 1 <= self.recipes <= MOST:
            raise Problem(f"--recipes is a number from 1 to {MOST}, not {self.recipes}.", exit_code=2)
        provider, scenario = provider_of(os.environ), scenario_of(self.scenario)
        if scenario and provider:
            hint = "Unset OPENAI_API_KEY and the base URLs, or leave SCENARIO out."
            raise Problem("A scenario is played by the model simulator.", hint=hint, exit_code=2)
        budget = self._agreed_budget(provider) if provider else None
        began, started_at = time.monotonic(), datetime.now(UTC)
        options = Options(
            port=self.port,
            seed=self.seed,
            latency=self.latency,
            provider=provider,
            storage=storage_of(os.environ),
            warm_for=self.recipes,
            simulator_flags=("--natural-mistakes", *(scenario.flags if scenario else ())),
            parameters=scenario.parameters if scenario else {},
        )
        if scenario:
            say(f"Scenario {self.scenario}: {scenario.shows}.")
        with System(options, say) as system:
            setup = time.monotonic() - began
            say(f"Everything is up after {setup:.1f} s: {system.url}")
            batch = self._made(system, budget)
            folder = Path(self.out) / batch.batch_id
            result = self._looked_at(system, batch, folder)
            result |= {"startedAt": started_at.isoformat(timespec="seconds"), "setupSeconds": round(setup, 2)}
            code = summary.exit_code(result)
            _write(folder / "summary.json", result)
            if code != DONE:
                shutil.copytree(system.logs, folder / "logs", dirs_exist_ok=True)
        self._tell(result, folder)
        return code

    def _agreed_budget(self, provider: Provider) -> float | None:
        """What the batch may cost at a real provider; None, and no question, where it costs nothing.

        Raises Problem where nobody agreed to spend it.
        """
        provider.require_prices()
        estimate = estimated_cost(self.recipes, provider.settings) * (SHARE if self.overnight else 1)
        if not estimate:
            return None
        budget = budget_for(estimate)
        question = (
            f"{self.recipes} recipes with pictures at {provider.text_base_url} cost about {money(estimate)}; "
            f"the batch stops at {money(budget)}."
        )
        if not self.yes and not (sys.stdin.isatty() and typer.confirm(f"{question} Go on?", err=True)):
            hint = "Agree with --yes, or leave OPENAI_API_KEY and the base URLs unset to use the model simulator."
            raise Problem(f"Not started, as nobody agreed to spend money. {question}", hint=hint, exit_code=2)
        return budget

    def _made(self, system: System, budget: float | None) -> "Batch":
        client = Client(system.url, system.token)
        request = {"count": self.recipes, "seed": self.seed, "overnight": self.overnight}
        began = time.monotonic()
        answer = client.start_batch(request if budget is None else {**request, "budgetUsd": budget})
        say(f"Batch {answer['batchId']} started.")
        told: dict[str, Any] = {}
        final: Event | None = None
        with view() as shown:
            for event in Follower(client, of_batch(answer["batchId"]), shown.note).events():
                shown.show(event)
                told = event.data if event.name == "progress" else told
                final = event
        if final is None:
            raise Problem("The stream ended before the batch did.")
        return Batch(answer["batchId"], client, time.monotonic() - began, told, final)

    def _looked_at(self, system: System, batch: "Batch", folder: Path) -> dict[str, Any]:
        """Count what is stored, and leave it in `folder`."""
        collected = collect(batch.client, batch.batch_id, folder / "pictures")
        _write(folder / "recipes.json", collected.recipes)
        title = f"{len(collected.recipes)} recipes, batch {batch.batch_id}"
        contact_sheet.save(contact_sheet.contact_sheet(title, tiles_of(collected)), folder / "contact-sheet.png")
        told = batch.client.batch(batch.batch_id)["progress"]  # the ledger's last entries may come after the end
        counts = summary.counted(collected, self.recipes)
        path = self._critical_path(system)
        return {
            **counts,
            **summary.checked(told),
            "costUsd": told["costUsd"],
            **makers(system, batch.batch_id),
            "scenario": self.scenario or None,
            "wallSeconds": round(batch.seconds, 2),
            "criticalPathSeconds": None if path is None else round(path, 2),
            "ratio": round(batch.seconds / path, 3) if path else None,
            "batchId": batch.batch_id,
            "recipes": self.recipes,
            "seed": self.seed,
            "latency": None if path is None else self.latency,
            "models": _models(system, collected),
            "errors": batch.final.data.get("errors", []),
            "disagreements": summary.disagreements(counts, told, collected),
            "note": summary.NOTE_REAL if path is None else summary.NOTE_SIMULATED,
        }

    def _critical_path(self, system: System) -> float | None:
        """None where the models were no simulator: nobody knows then what their calls had to take."""
        if not system.simulator:
            return None
        limited = self.latency == "real"
        text, image = (float(REAL[name]) for name in ("TextRequestsPerMinute", "ImagesPerMinute"))
        return of_journal(
            journal(system.simulator),
            text=Bucket(text if limited else None),
            image=Bucket(image if limited else None),
        )

    def _tell(self, result: dict[str, Any], folder: Path) -> None:
        if self.as_json:
            give(result)
        else:
            to_stdout().print(summary.table(result, folder))


@dataclass(frozen=True)
class Batch:
    """A batch that has ended, `seconds` after it was asked for; `told` is the last progress."""

    batch_id: str
    client: Client
    seconds: float
    told: dict[str, Any]
    final: Event


def estimated_cost(recipes: int, settings: Settings) -> float:
    """Dollars, as the retry's preview reckons before anything was paid."""
    return recipes * (usual_text_micros(settings) + usual_picture_micros(settings)) / 1e6


def budget_for(estimate: float) -> float:
    """In whole cents, and never none: a request's budget is above 0."""
    return ceil(round(BUDGET_OVER_ESTIMATE * estimate * 100, 6)) / 100


def journal(simulator: str) -> list[dict[str, Any]]:
    calls: list[dict[str, Any]] = httpx.get(f"{simulator}/simulator/journal", timeout=30, trust_env=False).json()
    return calls


def tiles_of(collected: Collected) -> list[contact_sheet.Tile]:
    pictures: dict[int, Image.Image] = {each.recipe: each.image for each in collected.pictures}
    return [
        contact_sheet.Tile(
            recipe["name"],
            f"{recipe['caloriesKcal']} kcal · {recipe['proteinGrams']:.0f} g protein",
            pictures.get(recipe["batchPosition"] + 1),
        )
        for recipe in collected.recipes
    ]


def _models(system: System, collected: Collected) -> dict[str, list[str]]:
    text = sorted({recipe["model"] for recipe in collected.recipes})
    if system.simulator:
        return {
            "text": text,
            "image": sorted({c["model"] for c in journal(system.simulator) if c["kind"] in PICTURES}),
        }
    chosen = system.options.provider
    assert chosen is not None
    return {"text": text, "image": [each.model for each in chosen.settings.image_models]}


def _write(file: Path, value: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
