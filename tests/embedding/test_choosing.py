"""The fastest close way is chosen, once, and a folder of an unknown kind is left to its library."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import numpy as np
import platformdirs
import pytest

from kb.embedding import Encoder, load_encoder
from kb.embedding.bundled import bundled_model
from kb.embedding.choosing import Choice, Way, fastest, recalled, remember
from kb.embedding.folder import Pooling, understood
from kb.embedding.openvino_runtime import is_converted
from kb.settings import Settings
from tests.embedding.tiny import tiny_model

REFERENCE, FAST, SLOW = Way("torch", "fp32"), Way("openvino", "bf16"), Way("openvino", "fp32")


class Timed:
    """Gives vectors after a while; ``turned`` is their angle to the reference."""

    def __init__(self, seconds: float, turned: float = 0.0) -> None:
        self.seconds, self.turned = seconds, turned

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        time.sleep(self.seconds)
        vector = np.array([np.cos(self.turned), np.sin(self.turned)], np.float32)
        return np.tile(vector, (len(texts), 1))


def ways(**given: Timed) -> dict[Way, Callable[[], Encoder]]:
    names = {"reference": REFERENCE, "fast": FAST, "slow": SLOW}
    return {names[name]: (lambda each=each: cast(Encoder, each)) for name, each in given.items()}


def test_the_fastest_is_chosen_and_all_rates_are_told() -> None:
    choice = fastest(ways(reference=Timed(0.06), fast=Timed(0.01), slow=Timed(0.03)))
    assert choice.way == FAST
    assert choice.rates["openvino bf16"] > choice.rates["openvino fp32"] > choice.rates["torch fp32"]


@pytest.mark.parametrize(("seconds", "chosen"), [(0.095, FAST), (0.04, REFERENCE)])
def test_torch_which_takes_long_to_import_must_lead_by_far(seconds: float, chosen: Way) -> None:
    assert fastest(ways(reference=Timed(seconds), fast=Timed(0.1))).way == chosen


def test_what_is_not_close_is_not_chosen_however_fast() -> None:
    choice = fastest(ways(reference=Timed(0.05), fast=Timed(0.0, turned=0.1), slow=Timed(0.02)))
    assert choice.way == SLOW
    assert "openvino bf16" not in choice.rates


def test_a_way_that_fails_is_left_out_and_told(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Encoder:
        raise RuntimeError("no such instruction")

    choice = fastest({**ways(reference=Timed(0.01)), FAST: broken})
    assert choice.way == REFERENCE
    assert "openvino bf16 cannot run the model here: no such instruction" in caplog.text
    with pytest.raises(RuntimeError, match="no such instruction"):
        fastest({FAST: broken, **ways(reference=Timed(0.01))})


def test_a_converted_model_that_lost_its_end_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kb.embedding.loading.platformdirs.user_cache_path", lambda name: tmp_path / name)
    model = tiny_model(tmp_path / "model")
    capfd.readouterr()
    settings = Settings(model=str(model), runtime="openvino", precision="fp32")
    first = load_encoder(settings).query("vand")
    (made,) = (tmp_path / "kb" / "openvino").iterdir()
    assert is_converted(made)
    weights = made / "model.bin"
    weights.write_bytes(weights.read_bytes()[:-7])
    assert not is_converted(made)
    np.testing.assert_allclose(load_encoder(settings).query("vand"), first, atol=1e-6)
    assert is_converted(made)
    assert capfd.readouterr() == ("", "")


def test_a_choice_is_remembered_for_its_model_and_its_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name: tmp_path / name)
    choice = Choice(FAST, {FAST.name: 50.0})
    assert recalled("model", [REFERENCE, FAST]) is None
    remember("model", [REFERENCE, FAST], choice)
    assert recalled("model", [REFERENCE, FAST]) == choice
    assert recalled("another", [REFERENCE, FAST]) is None
    assert recalled("model", [FAST]) is None


def test_where_nothing_can_be_remembered_nothing_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda name: tmp_path / "file" / name)
    remember("model", [FAST], Choice(FAST, {}))
    assert recalled("model", [FAST]) is None


def test_the_bundled_model_is_understood() -> None:
    found = understood(bundled_model())
    assert found is not None
    assert (found.max_tokens, found.dimensions, found.padding) == (512, 384, 1)
    assert (found.pooling, found.mean_of_prompt) == (Pooling.MEAN, True)
    assert sorted(found.prompts.values()) == ["passage: ", "query: "]


@pytest.mark.parametrize(
    ("file", "value"),
    [
        ("modules.json", [{"type": "a.Transformer", "path": ""}, {"type": "a.Dense", "path": "1_Pooling"}]),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": True}),
        ("1_Pooling/config.json", {"pooling_mode_weightedmean_tokens": True}),
        ("sentence_bert_config.json", {"max_seq_length": 512, "do_lower_case": True}),
        ("config.json", {"hidden_size": 384}),
        ("modules.json", "not a list"),
    ],
)
def test_a_model_of_another_kind_is_not_understood(tmp_path: Path, file: str, value: object) -> None:
    for path in bundled_model().rglob("*.json"):
        copy = tmp_path / path.relative_to(bundled_model())
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert understood(tmp_path) is not None
    (tmp_path / file).write_text(json.dumps(value))
    assert understood(tmp_path) is None
