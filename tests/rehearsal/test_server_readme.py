"""The README names what there is: methods, verbs, addresses, faults, scenario keys."""

import re
from pathlib import Path

import rehearsal
from rehearsal.api.gate import METHODS
from rehearsal.control import Control
from rehearsal.delivery.postman import Postman
from rehearsal.driving import VERBS
from rehearsal.faults import Fault
from rehearsal.scenario import APP, CHANNEL, MESSAGE, PERSON, SECTIONS, build

README = (Path(rehearsal.__file__).parent / "README.md").read_text(encoding="utf-8")


def test_every_method_is_in_the_table_and_no_other() -> None:
    table = README.partition("| methods | |")[2].partition("## ")[0]
    rows = [line.split("|")[1:3] for line in table.splitlines() if line.startswith("| `")]
    named = set()
    for families, methods in rows:
        family = re.findall(r"`(\w+)`", families)
        for method in re.findall(r"`([\w.]+)`", methods):
            named.add(method if method.split(".")[0] in family and len(family) > 1 else f"{family[0]}.{method}")
    assert named == set(METHODS)


def test_every_verb_address_fault_and_scenario_key_is_named() -> None:
    workspace = build({})
    addresses = {route.path for route in Control(workspace, Postman(workspace)).routes() if hasattr(route, "path")}
    for word in {*VERBS, *Fault, *SECTIONS, *PERSON, *CHANNEL, *APP, *MESSAGE}:
        assert re.search(rf"\b{word}\b", README), word
    for address in addresses:
        assert address in README
