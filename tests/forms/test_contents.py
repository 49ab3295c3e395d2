"""Each shipped form asks everything that its routine needs: question by question, from a list of our own."""

from __future__ import annotations

import pytest

from casework.forms.base import CONFIDENTIALITIES, Field
from tests.forms.examples import SHIPPED, shipped

# Form → the questions that it must have, in any order.
ASKS = {
    "student_guardian_checklist": """
        meeting_date participants absence_summary agrees_with_figures s_own_explanation s_thrive
        s_safe s_adult
        s_friends s_bullied s_understand
        s_hard_subjects s_good_subjects s_workload s_break_lunch
        s_way_to_school s_sleep s_body s_mood s_screen_leisure s_wish g_view g_morning g_signs_home g_changes
        g_health_contact g_can_do school_can_do days_subjects extra_adaptations plan_measures
        continued_reporting follow_up_at s_agrees g_agrees language_used""",
    "school_social_mapping": """
        purpose_told sources school_history family_network living_situation care_task economy_practical
        peer_relations social_situation_class adult_relations bullying learning concentration_energy wellbeing
        sleep_rhythm risk_behaviour leisure digital_life warning_signals warning_signals_outer
        warning_signals_inner protective previous_efforts other_contacts child_view guardian_view assessment
        c2_summary form_date language_used""",
    "initial_mapping": """
        form_date concern_type absence_graph pattern pattern_which first_contact academic_social events
        relations_staff relations_peers school_causes school_maintains learning_env teacher_reports
        student_view guardian_view adaptations special_support_needed discussed_with_principal
        decision_measures decision_reason review_date guardian_meeting responsibility_split discussed_with""",
    "absence_investigation": """
        opened_at opened_by reason_opened deemed_unnecessary not_needed_by not_needed_date investigator
        consulted_student consulted_guardian consulted_health authority_reported_at home_municipality_at
        absence_data school_env home_env social_env leisure_env individual health_share
        absence_function causes
        maintaining protective previous_measures child_view guardian_view child_best analysis
        special_support_track external_need conclusion plan_link completed_at decided_by""",
    "attendance_action_plan": """
        based_on baseline long_goal short_goals return_ladder measures home_part student_part morning_plan
        contact_person catch_up distance_teaching effective_from follow_up_dates participation approved_by
        child_view child_best""",
    "network_meeting_notes": """
        meeting_kind called_by consent legal_ground invited present purpose child_view guardian_view
        status_per_agency needs goals commitments other_actors main_responsible disagreement next_meeting
        distribution adjusted_by child_best""",
    "in_depth_evaluation": """
        mapping_reviewed still_maintaining fidelity effect attendance_change unmet_needs
        hypothesis professions
        next_measures external_considered concern_report_considered decision child_view school_did_its_part
        school_did_its_part_reasons""",
    "authority_report": """
        recipient report_kind investigation_opened_at absence_extent school_form_year suspected_reason_area
        measures_done measures_planned support_status guardian_cooperation external_contacts
        concern_report_made help_needed guardian_informed_at sent_at registry_number authority_receipt
        protected_identity_route""",
    "concern_report": """
        child_under_18 reporter suspicion_at acute what_seen concern_kind school_situation school_efforts
        child_says siblings guardian_informed meeting_offer language_interpreter principal_informed_at sent_at
        channel receipt child_best""",
    "certificate_request": """
        reason decided_by applies_from until asked_of explained alternative hand_in_to received_at covers_from
        covers_until extent adaptations_text validity_effect""",
    "compulsory_school_assessment": """
        compulsory_now absence_facts docs_reviewed school_offered_teaching school_support_given
        school_investigated school_did_its_part school_did_its_part_reasons guardian_duties guardian_done
        guardian_sufficient guardian_able causal_link child_view child_best child_heard less_intrusive
        info_letter proposal order_text amount_per_guardian distance_teaching referral""",
    "contact_log_entry": """
        at by with direction channel occasion_ref known_to_guardian outcome reason_given agreement note
        next_contact""",
    "follow_up_notes": """
        held_at kind due_at late_reason present attendance_since measure_review student_view guardian_view
        new_info plan_works decisions info_given_concern next_follow_up language_used""",
    "warning_signal_observation": """
        observed_at place kind signals_outer signals_inner signals_inner_health how_known description since
        frequency acute student_talk action_taken forwarded_to follow_up""",
    "closing_evaluation": """
        close_reason stable_criteria attendance_before_after goals_met what_helped what_not student_view
        student_rating guardian_view guardian_rating school_lessons remaining_support relapse_plan handover
        authority_informed retention_start child_best""",
}  # fmt: skip

# Table → the columns that must be in it.
COLUMNS = {
    ("student_guardian_checklist", "participants"): "name role present",
    ("student_guardian_checklist", "extra_adaptations"): "what where from_date",
    ("student_guardian_checklist", "plan_measures"): "goal measure who start follow_up",
    ("initial_mapping", "guardian_meeting"): "date manner participants",
    ("initial_mapping", "responsibility_split"): "who what",
    ("initial_mapping", "adaptations"): "what where who from_date follow_up",
    ("absence_investigation", "school_env"): "area observation role need",
    ("absence_investigation", "home_env"): "area observation role need",
    ("absence_investigation", "social_env"): "area observation role need",
    ("absence_investigation", "leisure_env"): "area observation role need",
    ("absence_investigation", "individual"): "area observation role need",
    ("attendance_action_plan", "measures"):
        "area factor what why environment responsible start frequency follow_up status effect comment",
    ("attendance_action_plan", "return_ladder"): "step times place adult exit_rule",
    ("network_meeting_notes", "commitments"): "agency person effort start evaluate",
    ("network_meeting_notes", "distribution"): "recipient parts",
    ("in_depth_evaluation", "external_considered"): "body decision reason",
    ("concern_report", "receipt"): "received_at feedback_requested feedback_at outcome",
    ("compulsory_school_assessment", "order_text"): "guardian text start until",
    ("compulsory_school_assessment", "amount_per_guardian"): "guardian amount",
    ("follow_up_notes", "measure_review"): "measure status effect onwards",
    ("warning_signal_observation", "student_talk"): "date by said",
}  # fmt: skip

# What absence models read: form, question → its answers, exactly.
ANSWERS = {
    ("follow_up_notes", "plan_works"): ["yes", "partly", "not_at_all"],
    ("in_depth_evaluation", "school_did_its_part"): ["yes", "partly", "no"],
    ("compulsory_school_assessment", "school_did_its_part"): ["yes", "partly", "no"],
    ("warning_signal_observation", "kind"): ["outer", "inner", "inner_student_health"],
}

# Questions that fewer may read than the rest of their form.
STRICTER = {
    "absence_investigation": {
        "student_health": {"home_env", "individual"},
        "medical": {"health_share_consent", "health_share"},
    },
    "network_meeting_notes": {"student_health": {"status_per_agency"}},
    "authority_report": {"student_health": {"concern_report_made"}},
    "in_depth_evaluation": {"student_health": {"concern_report_considered"}},
    "certificate_request": {"medical": {"adaptations_text"}},
    "warning_signal_observation": {
        "student_health": {"signals_inner_health", "description_health", "student_talk_health"}
    },
}


def field(form_id: str, field_id: str) -> Field:
    """The question of the form, in Swedish."""
    return shipped(form_id).in_language("sv").field(field_id)


def test_every_form_that_a_routine_may_name_is_there() -> None:
    assert set(SHIPPED) == set(ASKS)
    assert len(ASKS) == 15


@pytest.mark.parametrize("form_id", ASKS)
def test_the_form_asks_all_that_it_is_for(form_id: str) -> None:
    asked = {one.id for one in shipped(form_id).in_language("sv").all_fields()}
    assert set(ASKS[form_id].split()) - asked == set()


@pytest.mark.parametrize(("form_id", "table"), COLUMNS, ids=":".join)
def test_a_table_has_the_columns_that_it_is_for(form_id: str, table: str) -> None:
    columns = {column.id for column in field(form_id, table).columns}  # type: ignore[attr-defined] # a table
    assert set(COLUMNS[form_id, table].split()) - columns == set()


@pytest.mark.parametrize(("form_id", "question"), ANSWERS, ids=":".join)
def test_answers_that_models_read_have_their_names(form_id: str, question: str) -> None:
    assert list(field(form_id, question).known_options) == ANSWERS[form_id, question]


@pytest.mark.parametrize("form_id", SHIPPED)
def test_who_may_read_which_question(form_id: str) -> None:
    form = shipped(form_id).in_language("sv")
    own = {"school_social_mapping": "student_health", "concern_report": "student_health"}.get(
        form_id, "school"
    )
    assert form.confidentiality == own
    order = CONFIDENTIALITIES.index
    found: dict[str, set[str]] = {}
    for one in form.all_fields():
        if order(one.confidentiality) > order(form.confidentiality):
            found.setdefault(one.confidentiality, set()).add(one.id)
    assert found == STRICTER.get(form_id, {})


HEARD = {
    "absence_investigation": "child_view", "attendance_action_plan": "child_view",
    "network_meeting_notes": "child_view", "concern_report": "child_says",
    "compulsory_school_assessment": "child_view", "closing_evaluation": "student_view",
}  # fmt: skip


@pytest.mark.parametrize("form_id", HEARD)
def test_the_student_is_heard_and_what_is_best_is_weighed(form_id: str) -> None:
    assert (field(form_id, HEARD[form_id]).voice, field(form_id, HEARD[form_id]).optional) == (
        "student",
        False,
    )
    assert not field(form_id, "child_best").optional
