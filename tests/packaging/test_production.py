"""What can be said about the production files without a container engine."""

import re

import pytest
import yaml

from pmm_workspace.embedded.places import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
# Set once in the image, for every container.
BY_THE_IMAGE = {"VAR_DIR", "STATIC_ROOT", "MEDIA_ROOT"}


def read_by_settings():
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "pmm_workspace/settings.py").read_text()))


def test_every_variable_that_the_settings_read_can_be_set():
    settable = COMPOSE["services"]["migrate"]["environment"].keys() | BY_THE_IMAGE
    assert read_by_settings() - settable == set()


@pytest.mark.parametrize("part", ["web", "worker", "beat"])
def test_only_the_migration_knows_the_owner_of_the_tables(part):
    assert "OWNER_PASSWORD" not in str(COMPOSE["services"][part]["environment"])
    assert COMPOSE["services"][part]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_the_broker_keeps_its_queue_on_disk():
    assert "--appendonly yes" in COMPOSE["services"]["valkey"]["command"]


def test_the_image_copies_every_package_of_ours():
    dockerfile = (ROOT / "Dockerfile").read_text()
    packages = {folder.parent.name for folder in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert {name for name in packages if f"COPY {name} {name}" not in dockerfile} == set()


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda lock: lock.name)
def test_a_lock_names_no_address(lock):
    assert "://" not in lock.read_text()
