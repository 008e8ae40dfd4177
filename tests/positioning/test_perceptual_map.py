"""A map leaves the product drawn, with the same places as a table."""

import io

import pypdf

from pmm_workspace.artifacts import editing, sharing
from pmm_workspace.artifacts.models import Artifact
from positioning.models import PerceptualMap


def test_the_file_has_the_drawing_and_the_table(ed):
    points = [{"key": "us", "name": "Ledger", "is_us": True, "x": 0, "y": 100, "evidence": "14 interviews"}]
    made = editing.create(PerceptualMap, {"title": "Map", "x_axis": "Speed", "x_low": "Slow", "points": points}, by=ed)
    artifact = Artifact.objects.with_versions().get(pk=made.pk)

    pdf = pypdf.PdfReader(io.BytesIO(sharing.as_file(artifact, artifact.latest, "pdf").content))
    text = " ".join(page.extract_text() for page in pdf.pages)
    assert text.count("Ledger") == 2  # on the map and in the table
    assert "14 interviews" in text and " 0" in text and "100" in text


def test_the_page_has_a_table_too(client, ed):
    made = editing.create(PerceptualMap, {"title": "Map", "points": [{"name": "Ledger", "x": 3, "y": 97}]}, by=ed)
    client.force_login(ed)
    assert '<td class="number">97</td>' in client.get(f"/d/{made.pk}/").content.decode()
