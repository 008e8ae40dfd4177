"""A version leaves the product as a file. Every file is opened by a reader that is not ours."""

import io
import re
from zipfile import ZipFile

import docx
import pptx
import pypdf
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst
from markdown_it import MarkdownIt

from enablement.models import Battlecard
from messaging.models import MessagingHouse, Promise, Proof
from pmm_workspace.artifacts import editing, kinds, review, sharing
from pmm_workspace.artifacts.export import FORMATS, file_name, outline, pdf
from pmm_workspace.artifacts.models import Artifact
from tests.artifacts import trilingual
from tests.contract.test_every_kind import filled

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ru", "zh-hans")
HOSTILE = "#set page(width: 1pt) <script>alert(1)</script> $x$ *bold* [a](javascript:alert(1)) =1+1 \\u{0}"


def made(model, values, *, by):
    return now(editing.create(model, values, by=by))


def now(artifact):
    return Artifact.objects.select_related("latest", "approved").get(pk=artifact.pk)


def exported(artifact, suffix, version=None, **how):
    return FORMATS[suffix].write(outline(artifact, version or artifact.latest, **how))


def read_pdf(data):
    return pypdf.PdfReader(io.BytesIO(data))


def text_of_pdf(data):
    return squeezed(" ".join(page.extract_text() for page in read_pdf(data).pages))


def squeezed(text):
    """Without blanks: a reader of PDF guesses them from distances."""
    return re.sub(r"\s+", "", text)


def text_of_docx(data):
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def slides_of(data):
    return list(pptx.Presentation(io.BytesIO(data)).slides)


def text_of_pptx(data):
    return "\n".join(
        shape.text_frame.text for slide in slides_of(data) for shape in slide.shapes if shape.has_text_frame
    )


def text_of_markdown(data):
    return MarkdownIt("js-default").render(data.decode())


READERS = {"pdf": text_of_pdf, "docx": text_of_docx, "pptx": text_of_pptx, "md": text_of_markdown}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("model", "write"), [(MessagingHouse, trilingual.house), (Battlecard, trilingual.card)])
def test_a_house_and_a_battlecard_are_one_tagged_page_in_three_languages(ed, workspace, model, write, language):
    values = write(language)
    data = exported(made(model, values, by=ed), "pdf")

    reader = read_pdf(data)
    catalog = reader.trailer["/Root"]
    assert len(reader.pages) == 1
    assert catalog["/Lang"][:2] == language[:2]
    assert catalog["/MarkInfo"]["/Marked"].value and "/StructTreeRoot" in catalog
    assert reader.metadata.title == values["title"]
    assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
    text = text_of_pdf(data)
    for value in [each for each in values.values() if isinstance(each, str) and each not in LANGUAGES]:
        for words in re.findall(r"\w{4,}", value):
            assert squeezed(words) in text, words
    assert fonts_of(reader) <= {"NotoSans-Regular", "NotoSans-Bold", "NotoSans-Italic", "NotoSansCJKsc-Regular"}


def fonts_of(reader):
    return {
        str(font.get_object()["/BaseFont"]).partition("+")[2].removesuffix("-Identity-H")
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }


@pytest.mark.parametrize("times", [1, 6, 9])
def test_a_long_card_grows_smaller_before_it_grows_longer(ed, workspace, times):
    data = exported(made(Battlecard, trilingual.card("ru", times), by=ed), "pdf")

    assert len(read_pdf(data).pages) == 1


@pytest.mark.parametrize("kind", kinds.kinds(), ids=lambda kind: kind._meta.model_name)
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_kind_says_all_its_text_in_every_format(ed, workspace, kind, suffix):
    artifact = made(kind, filled(kind), by=ed)
    text = squeezed(READERS[suffix](exported(artifact, suffix)))

    told = outline(artifact, artifact.latest)
    assert squeezed(told.title) in text
    if suffix != "pptx" or kind not in (MessagingHouse, Battlecard):  # a drawn slide leaves the small print out
        for part in told.written:
            assert squeezed(part.text) in text, part.name


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("model", [MessagingHouse, Battlecard])
def test_hostile_text_is_printed_as_it_was_typed(ed, workspace, model, suffix):
    field = "positioning_line" if model is MessagingHouse else "quick_dismiss"
    artifact = made(model, {"title": "=cmd|' /C calc'!A0", field: HOSTILE}, by=ed)
    data = exported(artifact, suffix)

    text = READERS[suffix](data)
    if suffix == "md":
        text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    assert squeezed(HOSTILE) in squeezed(text)
    assert squeezed("=cmd|' /C calc'!A0").replace("'", "") in re.sub("['‘’]", "", squeezed(text))
    if suffix == "md":
        assert "<a " not in text_of_markdown(data)


@pytest.mark.parametrize("suffix", ["docx", "pptx"])
def test_office_files_hold_no_formula_field_or_outside_reference(ed, workspace, suffix):
    artifact = made(Battlecard, {"title": "=1+1", "why_we_win": '=HYPERLINK("https://evil.example") DDEAUTO'}, by=ed)

    archive = ZipFile(io.BytesIO(exported(artifact, suffix)))
    everything = " ".join(
        archive.read(name).decode(errors="replace") for name in archive.namelist() if name.endswith((".xml", ".rels"))
    )
    assert "fldSimple" not in everything and "instrText" not in everything
    assert "https://evil.example" not in re.findall(r'Target="([^"]*)"', everything)


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_knows_its_title_language_headings_and_fonts(ed, workspace, language):
    document = docx.Document(io.BytesIO(exported(made(MessagingHouse, trilingual.house(language), by=ed), "docx")))

    told = trilingual.HOUSES[language]
    with translation.override(language):
        label = capfirst(str(MessagingHouse._meta.get_field("core_message").verbose_name))
    assert document.core_properties.title == told["title"]
    assert document.core_properties.language[:2] == language[:2]
    assert document.paragraphs[0].style.name == "Title"
    assert next(each.text for each in document.paragraphs if each.style.name == "Heading 1") == label
    assert 'w:eastAsia="Microsoft YaHei"' in document.styles["Normal"].element.xml
    assert "https://halden.example.com/evidence/0-0" in document.element.xml or "evidence/0-0" in text_of_docx_links(
        document
    )
    assert told["title"] in document.sections[0].footer.paragraphs[0].text


def text_of_docx_links(document):
    return " ".join(relation.target_ref for relation in document.part.rels.values() if relation.is_external)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_house_is_one_slide_of_shapes_inside_its_edges(ed, workspace, language):
    data = exported(made(MessagingHouse, trilingual.house(language), by=ed), "pptx")
    presentation = pptx.Presentation(io.BytesIO(data))

    (slide,) = presentation.slides
    names = [shape.name for shape in slide.shapes]
    assert (names.count("Gable"), names.count("Pillar"), names.count("Proof")) == (1, 4, 8)
    assert not [shape for shape in slide.shapes if shape.shape_type == 13], "a picture cannot be edited"
    for shape in slide.shapes:
        assert shape.left >= 0 and shape.left + shape.width <= presentation.slide_width
        assert shape.top >= 0 and shape.top + shape.height <= presentation.slide_height
    assert slide.shapes.title.text_frame.text == trilingual.HOUSES[language]["title"]
    assert trilingual.HOUSES[language]["core_message"] in text_of_pptx(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_battlecard_is_one_slide(ed, workspace, language):
    data = exported(made(Battlecard, trilingual.card(language), by=ed), "pptx")

    assert len(slides_of(data)) == 1
    for name in ("quick_dismiss", "our_answer", "why_we_lose"):
        assert trilingual.CARDS[language][name] in text_of_pptx(data)


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_made_for_customers_holds_only_what_is_safe_to_share(ed, workspace, suffix):
    values = trilingual.card("en") | {"why_we_lose": "Our secret weakness"}
    values["objections"][1] |= {"they_say": "An internal objection"}
    text = READERS[suffix](exported(made(Battlecard, values, by=ed), suffix, for_customers=True))

    assert squeezed(values["objections"][0]["they_say"]) in squeezed(text)
    for hidden in ("Our secret weakness", "An internal objection", values["their_price"], "not approved"):
        assert squeezed(hidden) not in squeezed(text)


def test_a_house_for_customers_keeps_its_message_and_loses_unmarked_proof(ed, workspace):
    values = trilingual.house("en")
    values["pillars"][0]["audience"] = "shareable"
    told = outline(*of(made(MessagingHouse, values, by=ed)), for_customers=True)

    assert "core_message" in told.parts and "not_us" not in told.parts
    assert [entry.lists["proof_points"].entries for entry in told.lists["pillars"].entries] == [()]


def of(artifact):
    return artifact, artifact.latest


def test_the_foot_says_which_version_it_is_of_when_and_who_approved_it(ed, rita, workspace, monkeypatch):
    monkeypatch.setattr(Battlecard, "completeness", ())
    artifact = made(Battlecard, trilingual.card("en"), by=ed)
    assert "not approved" in text_of_docx_foot(artifact)
    review.submit(artifact, by=ed)
    review.approve(now(artifact), by=rita, seen=1)

    assert re.search(r"Version 1 · \w+ \d+, \d{4} · approved by Rita", text_of_docx_foot(now(artifact)))
    assert squeezed("approved by Rita") in text_of_pdf(exported(now(artifact), "pdf"))


def text_of_docx_foot(artifact):
    return docx.Document(io.BytesIO(exported(artifact, "docx"))).sections[0].footer.paragraphs[0].text


def test_addresses_of_evidence_are_footnotes_of_the_pdf(ed, workspace):
    reader = read_pdf(exported(made(MessagingHouse, trilingual.house("en"), by=ed), "pdf"))

    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert sorted(links) == sorted(
        f"https://halden.example.com/evidence/{pillar}-{proof}" for pillar in range(4) for proof in range(2)
    )


def test_the_same_version_is_the_same_pdf_byte_by_byte(ed, workspace):
    artifact = made(MessagingHouse, trilingual.house("zh-hans"), by=ed)

    assert exported(artifact, "pdf") == exported(artifact, "pdf")


def test_a_rare_character_lets_the_fonts_of_the_machine_in():
    assert pdf.is_covered("Закрытие за 3 дня — 三天结账 “ok” ◆ →")
    assert not pdf.is_covered("𠮷")


def test_a_file_is_named_like_the_document_and_its_version(ed, workspace):
    artifact = made(MessagingHouse, trilingual.house("ru"), by=ed)

    assert file_name(outline(*of(artifact)), "pdf") == "дом-сообщений-ledger-v1.pdf"


def test_the_chinese_font_stays_small():
    fonts = settings.ROOT / "pmm_workspace" / "artifacts" / "export" / "fonts"
    assert (fonts / "NotoSansCJKsc-Regular.otf").stat().st_size < 3_000_000
    assert (fonts / "OFL.txt").exists()


def page(client, artifact, **query):
    return client.get(f"/d/{artifact.pk}/export/", query)


def test_a_writer_takes_the_newest_version_along_and_it_stays_as_it_is(client, ed, workspace):
    artifact = made(Battlecard, trilingual.card("en"), by=ed)
    client.force_login(ed)

    answer = page(client, artifact, **{"as": "docx"})

    assert answer.headers["Content-Disposition"] == 'attachment; filename="ledger-against-abacus-v1.docx"'
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == (
        "private, no-store",
        "nosniff",
    )
    assert "You are too expensive" in text_of_docx(answer.content)
    assert not now(artifact).latest.is_open


def test_a_reader_takes_the_approved_version_and_no_other(client, ed, rita, vera, workspace, monkeypatch):
    monkeypatch.setattr(Battlecard, "completeness", ())
    artifact = made(Battlecard, trilingual.card("en"), by=ed)
    review.submit(artifact, by=ed)
    review.approve(now(artifact), by=rita, seen=1)
    editing.edit(artifact, {"quick_dismiss": "A secret draft"}, base=1, by=ed)
    client.force_login(vera)

    assert "A secret draft" not in page(client, artifact, **{"as": "md"}).content.decode()
    assert page(client, artifact, **{"as": "md", "v": 2}).status_code == 404
    assert page(client, artifact, **{"as": "exe"}).status_code == 404
    client.force_login(ed)
    assert "A secret draft" in page(client, artifact, **{"as": "md"}).content.decode()
    assert "A secret draft" not in page(client, artifact, **{"as": "md", "v": 1}).content.decode()


def test_rest_gives_the_same_file_whatever_the_client_accepts(client, ed, workspace):
    artifact = made(Battlecard, trilingual.card("en"), by=ed)
    client.force_login(ed)
    address = f"/api/battlecards/{artifact.pk}/export/"

    answer = client.get(address, {"as": "pdf"}, headers={"Accept": "application/pdf"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.content == page(client, artifact).content
    assert client.get(address, {"as": "exe"}).status_code == 400
    assert "their_price" not in client.get(address, {"as": "md", "for": "customers"}).content.decode()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_tells_the_documents_that_fields_name_and_what_is_wrong_with_them(ed, workspace, suffix):
    """Not to customers: nobody has marked those documents as safe to share."""
    old = made(Proof, {"title": "Study of 2019", "expires_on": "2020-01-01"}, by=ed)
    new = made(Promise, {"title": "Three days", "proofs": [old.pk]}, by=ed)
    pillar = {"title": "Fast", "promises": [new.pk], "proofs": [old.pk], "audience": "shareable"}
    house = made(MessagingHouse, {"title": "House", "pillars/a": pillar}, by=ed)

    text = squeezed(READERS[suffix](sharing.as_file(house, house.latest, suffix).content))
    assert "Threedays(expired)" in text
    assert "Studyof2019(expired)" in text
    shared = squeezed(READERS[suffix](sharing.as_file(house, house.latest, suffix, for_customers=True).content))
    assert "Fast" in shared
    assert "Study" not in shared
