"""The newest version and the live text follow each other, and nobody's words are lost."""

from pycrdt import Doc

from enablement.models import Battlecard
from pmm_workspace.artifacts import document, editing
from pmm_workspace.artifacts.models import Artifact, Edit, State, Version
from pmm_workspace.live import crdt, log, reading, storing, sweeping
from pmm_workspace.live.models import Live, Update
from pmm_workspace.live.reconciling import reconcile


class Editor:
    """Somebody's browser: a Yjs document that sends what is typed in it."""

    def __init__(self, artifact, person):
        self.artifact, self.person, self.doc = artifact, person, Doc()
        self.known = 0
        reconcile(artifact.pk)
        self.pull()

    def pull(self):
        found = log.since(self.artifact.pk, self.known)
        for update in found.updates:
            self.doc.apply_update(update)
        self.known = found.sequence

    def types(self, path, markdown):
        before = self.doc.get_state()
        crdt.write(crdt.fragment(self.doc, path), reading.tree(markdown))
        entry = log.Entry(self.doc.get_update(before), self.person.pk)
        return storing.store(self.artifact.pk, [entry])

    def sees(self, path):
        from pmm_workspace.live.writing import markdown

        self.pull()
        return markdown(crdt.read(crdt.fragment(self.doc, path)))


def text(artifact, path):
    return document.of_artifact(Artifact.objects.select_related("latest").get(pk=artifact.pk)).at(path)


def revision(artifact):
    return Artifact.objects.get(pk=artifact.pk).revision


def edit(artifact, changes, by):
    return editing.edit(artifact, changes, base=revision(artifact), by=by)


def test_opening_a_document_changes_nothing(card, ed):
    editor = Editor(card, ed)

    assert editor.sees("why_we_win") == "Faster."
    assert editor.sees("objections/k1/we_say") == "One.\n\nTwo."
    assert revision(card) == 1


def test_text_spelt_otherwise_than_we_would_stays_until_somebody_types(card, ed):
    edit(card, {"why_we_win": "* one\n* two"}, by=ed)
    editor = Editor(card, ed)
    assert text(card, "why_we_win") == "* one\n* two"

    editor.types("why_we_win", "- one\n- two\n- three")
    reconcile(card.pk)
    assert text(card, "why_we_win") == "- one\n- two\n- three"


def test_what_is_typed_becomes_an_edit_by_who_typed_it(card, ed, ada):
    Editor(card, ada).types("why_we_win", "Faster and **safer**.")
    reconcile(card.pk)
    reconcile(card.pk)

    assert text(card, "why_we_win") == "Faster and **safer**."
    assert Battlecard.objects.get(pk=card.pk).why_we_win == "Faster and **safer**."
    edits = Edit.objects.filter(artifact=card)
    assert [(edit.author, list(edit.changes)) for edit in edits] == [
        (ada, ["why_we_win"]),
        (ed, list(edits[1].changes)),
    ]


def test_an_edit_from_elsewhere_reaches_open_editors(card, ed):
    editor = Editor(card, ed)
    edit(card, {"objections/k1/we_say": "One.\n\nTwo and a half."}, by=ed)
    reconcile(card.pk)

    assert editor.sees("objections/k1/we_say") == "One.\n\nTwo and a half."
    assert revision(card) == 2


def test_a_restored_version_reaches_open_editors(card, ed):
    editor = Editor(card, ed)
    first = Version.objects.get(artifact=card)
    editing.pin(first)
    edit(card, {"why_we_win": "Cheaper."}, by=ed)
    reconcile(card.pk)
    assert editor.sees("why_we_win") == "Cheaper."

    editing.restore(Artifact.objects.select_related("latest").get(pk=card.pk), first, base=2, by=ed)
    reconcile(card.pk)
    assert editor.sees("why_we_win") == "Faster."


def test_both_changed_at_once_and_nobody_loses_a_word(card, ed, ada):
    editor = Editor(card, ada)
    editor.types("objections/k1/we_say", "One by Ada.\n\nTwo.\n\nThree by Ada.")
    edit(card, {"objections/k1/we_say": "One by Ed.\n\nTwo.\n\nFour by Ed."}, by=ed)
    reconcile(card.pk)

    together = "One by Ada.\n\nOne by Ed.\n\nTwo.\n\nThree by Ada.\n\nFour by Ed."
    assert text(card, "objections/k1/we_say") == together
    assert editor.sees("objections/k1/we_say") == together


def test_two_people_in_one_sentence_need_no_decision(card, ed, ada):
    first, second = Editor(card, ed), Editor(card, ada)
    first.types("why_we_win", "Much Faster.")
    second.types("why_we_win", "Faster. Really.")
    reconcile(card.pk)

    assert text(card, "why_we_win") == "Much Faster. Really."
    assert first.sees("why_we_win") == second.sees("why_we_win") == "Much Faster. Really."


def test_a_text_that_cannot_be_kept_does_not_hold_up_the_others(card, ed):
    editor = Editor(card, ed)
    editor.types("why_we_win", "x" * 100_001)
    editor.types("why_we_lose", "Price.")
    outcome = reconcile(card.pk)

    assert list(outcome.refused) == ["why_we_win"]
    assert (text(card, "why_we_win"), text(card, "why_we_lose")) == ("Faster.", "Price.")


def test_a_retired_document_is_left_alone(card, ed):
    editor = Editor(card, ed)
    editor.types("why_we_win", "Too late.")
    Artifact.objects.filter(pk=card.pk).update(state=State.RETIRED)
    assert editor.types("why_we_win", "Later still.") == [None]
    reconcile(card.pk)

    assert text(card, "why_we_win") == "Faster."


def test_whoever_may_only_read_writes_nothing(card, rita, vera):
    Live.objects.get_or_create(artifact=card)
    for person in (rita, vera):
        assert Editor(card, person).types("why_we_win", "Mine.") == [None]
    assert not Update.objects.filter(live__artifact=card, author__isnull=False).exists()


def test_words_written_before_the_role_was_lost_are_kept(card, ada, ed):
    Editor(card, ada).types("why_we_win", "Faster, said Ada.")
    ada.memberships.update(role="rep")
    reconcile(card.pk)

    assert text(card, "why_we_win") == "Faster, said Ada."


def test_the_log_is_compacted_and_keeps_the_text(card, ed):
    editor = Editor(card, ed)
    for count in range(30):
        editor.types("why_we_win", f"Faster {count}.")
    reconcile(card.pk)
    assert log.compact(card.pk) >= 30

    late = Editor(card, ed)
    assert late.sees("why_we_win") == editor.sees("why_we_win") == "Faster 29."
    assert not Update.objects.filter(live__artifact=card).exists()
    editor.types("why_we_win", "Faster again.")
    reconcile(card.pk)
    assert (text(card, "why_we_win"), late.sees("why_we_win")) == ("Faster again.",) * 2


def test_compacting_keeps_what_waits_for_an_earlier_update(card, ed):
    editor, sent = Editor(card, ed), []
    editor.doc.observe(lambda event: sent.append(event.update))
    with editor.doc.new_transaction():
        crdt.write(crdt.fragment(editor.doc, "why_we_win"), reading.tree("Faster. First."))
    with editor.doc.new_transaction():
        crdt.write(crdt.fragment(editor.doc, "why_we_win"), reading.tree("Faster. First. Second."))
    first, second = sent
    storing.store(card.pk, [log.Entry(second, ed.pk)])
    reconcile(card.pk)
    log.compact(card.pk)

    storing.store(card.pk, [log.Entry(first, ed.pk)])
    reconcile(card.pk)
    assert text(card, "why_we_win") == "Faster. First. Second."


def test_the_sweep_finds_what_a_killed_process_left(card, ed):
    editor = Editor(card, ed)
    editor.types("why_we_win", "Left behind.")
    assert sweeping.sweep() == 0

    Live.objects.update(touched_at="2026-01-01T00:00Z")
    assert sweeping.sweep() == 1
    assert text(card, "why_we_win") == "Left behind."


def test_a_long_log_asks_for_its_compaction_once(card, ed):
    Editor(card, ed)
    Live.objects.update(sequence=1000, projected=1000)
    sweeping.sweep()
    sweeping.sweep()

    from pmm_workspace.jobs.models import Job

    assert [job.arguments for job in Job.objects.all()] == [{"artifact_id": card.pk}]
