"""What search looks things up with: the words of a workspace, and two functions that may use the indexes.

Under row-level security an index serves only leakproof operators, and neither `@@` nor `%` is one. The functions run as
the owner of the tables, read two tables past the policies and keep to the current workspace themselves; they give out
ids, ranks and words, never text. See docs/decisions/0009.
"""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

HERE = "nullif(current_setting('pmm.workspace', true), '')::bigint"
LOOKED_UP = ("artifacts_searchentry", "artifacts_searchword")

SEARCH = f"""
CREATE FUNCTION artifacts_search(
    asked tsquery, titled tsquery, exact tsquery, of_side text,
    of_kind text, of_product bigint, of_state text, of_owner bigint, of_language text, most int
)
RETURNS TABLE (artifact_id bigint, in_title boolean, rank real, kind varchar, state varchar,
               verified_at timestamptz, updated_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE here bigint := {HERE};
BEGIN
    RETURN QUERY
    WITH named AS MATERIALIZED (
        SELECT id, artifact_id FROM artifacts_searchentry
        WHERE vector @@ titled AND workspace_id = here AND side = of_side
    ), said AS MATERIALIZED (
        SELECT id, artifact_id FROM artifacts_searchentry
        WHERE vector @@ asked AND workspace_id = here AND side = of_side
    ), welcome AS NOT MATERIALIZED (
        SELECT * FROM artifacts_artifact header
        WHERE header.workspace_id = here
          AND (of_side <> 'approved' OR (header.state <> 'retired' AND header.approved_id IS NOT NULL))
          AND (of_kind IS NULL OR header.kind = of_kind)
          AND (of_product IS NULL OR header.product_id = of_product)
          AND (of_state IS NULL OR header.state = of_state)
          AND (of_owner IS NULL OR header.owner_id = of_owner)
          AND (of_language IS NULL OR header.language = of_language)
    ), candidates AS (
        (SELECT named.id, true AS in_title FROM named JOIN welcome header ON header.id = named.artifact_id
         ORDER BY header.updated_at DESC LIMIT most)
        UNION ALL
        (SELECT said.id, false FROM said JOIN welcome header ON header.id = said.artifact_id
         ORDER BY header.updated_at DESC LIMIT most)
    ), chosen AS (
        SELECT id, bool_or(in_title) AS in_title FROM candidates GROUP BY id
    )
    SELECT entry.artifact_id, chosen.in_title,
           ts_rank('{{0.1, 0.3, 0.5, 1}}', entry.vector, exact, 1)
             + 0.3::real * ts_rank('{{0.1, 0.3, 0.5, 1}}', entry.vector, asked, 1),
           header.kind, header.state, header.verified_at, header.updated_at
    FROM chosen
    JOIN artifacts_searchentry entry ON entry.id = chosen.id
    JOIN welcome header ON header.id = entry.artifact_id
    ORDER BY 2 DESC, 3 DESC, 7 DESC LIMIT most;
END $$;
"""

NEAR = f"""
CREATE FUNCTION artifacts_near_words(asked text[], most int)
RETURNS TABLE (asked_for text, word varchar)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan
SET enable_seqscan = off
AS $$
#variable_conflict use_column
DECLARE here bigint := {HERE};
BEGIN
    RETURN QUERY
    SELECT each.asked_for, near.word
    FROM unnest(asked) AS each (asked_for)
    CROSS JOIN LATERAL (
        SELECT word FROM artifacts_searchword
        WHERE word % each.asked_for AND workspace_id = here
        ORDER BY similarity(word, each.asked_for) DESC, word LIMIT most
    ) near;
END $$;
"""

FUNCTIONS = {
    "artifacts_search(tsquery, tsquery, tsquery, text, text, bigint, text, bigint, text, int)": SEARCH,
    "artifacts_near_words(text[], int)": NEAR,
}


def create_functions(apps, schema_editor):
    """An owner that is no superuser is bound by the policies as well, so it needs one of its own to read past them."""
    for table in LOOKED_UP:
        schema_editor.execute(f'CREATE POLICY owner_searches ON "{table}" FOR SELECT TO CURRENT_USER USING (true)')
    for signature, body in FUNCTIONS.items():
        schema_editor.execute(body, params=None)
        schema_editor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def drop_functions(apps, schema_editor):
    for signature in FUNCTIONS:
        schema_editor.execute(f"DROP FUNCTION {signature}")
    for table in LOOKED_UP:
        schema_editor.execute(f'DROP POLICY owner_searches ON "{table}"')


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_people_and_workspaces'),
        ('artifacts', '0003_answer_to_a_suggestion'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=60)),
                ('workspace', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, to='accounts.workspace')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['word'], name='search_word_trigrams', opclasses=['gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'word'), name='search_word_once')],
            },
        ),
        migrations.RunPython(create_functions, drop_functions),
    ]
