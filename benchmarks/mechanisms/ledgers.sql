-- Give each of so many orders one row of every kind that a ledger lists; every other order is open, and so are its rows.
-- Runs as a superuser who leaves triggers and foreign keys alone; constraints hold.
SELECT setseed(0.7);

CREATE TEMP TABLE bureau AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS bureaus
FROM organisation_unit WHERE kind = 'bureau';

-- The busiest bureau is called to one matter in twelve.
CREATE TEMP TABLE chosen AS
SELECT id, n, n %% 2 = 0 AS runs, at, lead_id, district_id,
       CASE WHEN n %% 2 = 0 THEN now() + interval '20 days' * chance - interval '5 days'
            ELSE at + interval '5 days' * (0.5 + chance) END AS due_at,
       (at + interval '5 days' * chance) AS over_at, floor(power(other, 1.5) * 40)::int AS busy,
       (ARRAY['legacy', 'legal_procedure', 'major_works', 'policy_gap', 'cross_region', 'other'])[1 + n %% 6] AS category
FROM (
    SELECT id, row_number() OVER (ORDER BY id DESC) AS n, registered_at AS at, accountable_unit_id AS lead_id, district_id,
           random() AS chance, random() AS other
    FROM workorders_order WHERE accountable_unit_id IS NOT NULL ORDER BY id DESC LIMIT %(rows)s
) AS found;
CREATE UNIQUE INDEX ON chosen (id);
ANALYZE chosen;

UPDATE workorders_order AS one
SET state = CASE WHEN runs THEN 'handling' ELSE 'closed' END, due_at = chosen.due_at,
    nearly_at = chosen.due_at - interval '1 day', open_roads = CASE WHEN runs THEN '{whistle,escalation}'::text[] ELSE '{}' END
FROM chosen WHERE one.id = chosen.id;

-- Not signed for, of the open; signed late, of one in four of the others.
INSERT INTO workorders_clock (order_id, stage, round, unit_id, started_at, due_at, void, rule_code, policy_version_id)
SELECT chosen.id, 'sign', 1, lead_id, at, at + interval '2 hours', false, 'sign', policy_version_id
FROM chosen JOIN workorders_order AS one USING (id)
WHERE NOT EXISTS (SELECT FROM workorders_clock AS clock WHERE clock.order_id = chosen.id AND stage = 'sign');
UPDATE workorders_clock AS clock
SET due_at = started_at + interval '2 hours',
    stopped_at = CASE WHEN NOT runs THEN started_at + interval '1 hour' * (1 + 2 * (n %% 8 = 1)::int) END
FROM chosen WHERE clock.order_id = chosen.id AND stage = 'sign';

UPDATE workorders_event AS event
SET data = data || jsonb_build_object('pushed_down', true, 'lead', lead_id)
FROM chosen WHERE event.order_id = chosen.id AND action = 'assign_unit';

INSERT INTO dispatch_returnrequest
    (centre_id, district_id, order_id, matter_code, unit_id, person_id, event, reason, asked_at, due_at, state,
     settled_event, settled_by_id, settled_at, found_unit_id)
SELECT %(centre)s, district_id, id, '0402', lead_id, %(clerk)s, 3, 'other', at, at + interval '1 day',
       CASE WHEN runs THEN 'waiting' WHEN n %% 4 = 1 THEN 'refused' ELSE 'granted' END,
       CASE WHEN NOT runs THEN 4 END, CASE WHEN NOT runs THEN %(arbiter)s END,
       CASE WHEN NOT runs THEN over_at END, CASE WHEN NOT runs AND n %% 4 = 1 THEN lead_id END
FROM chosen ORDER BY id;

INSERT INTO handling_extension
    (centre_id, order_id, unit_id, round, due_before, event, asked_by_id, asked_at, state, reason, amount, measure, due_after)
SELECT %(centre)s, id, lead_id, 1, due_at, 5, %(clerk)s, at,
       CASE WHEN runs AND n %% 4 = 0 THEN 'at_unit' WHEN runs THEN 'at_centre' ELSE 'granted' END,
       'testing', 3, 'working_day', CASE WHEN NOT runs THEN due_at + interval '3 days' END
FROM chosen ORDER BY id;

-- Of the open one in ten waits for its reviewer and one in ten for the hotline; the others are on the list.
INSERT INTO handling_hanging
    (centre_id, order_id, unit_id, round, due_before, event, asked_by_id, asked_at, state, category, owner_name, owner_post,
     told_by, until, hung_at, ends_at, next_review_at, left_at, end_event)
SELECT %(centre)s, id, lead_id, 1, due_at, 6, %(clerk)s, at, stands, category, '方主任', '街道办事处副主任', 'phone',
       (due_at + interval '180 days')::date,
       CASE WHEN stands NOT LIKE 'at_%%' THEN at + interval '1 day' END,
       CASE WHEN stands NOT LIKE 'at_%%' THEN due_at + interval '180 days' END,
       CASE WHEN stands NOT LIKE 'at_%%' THEN due_at + interval '5 days' END,
       CASE WHEN NOT runs THEN over_at END, CASE WHEN NOT runs THEN 9 END
FROM (
    SELECT *, CASE WHEN runs AND n %% 20 = 0 THEN 'at_unit' WHEN runs AND n %% 20 = 10 THEN 'at_centre'
                   WHEN runs THEN 'hung' WHEN n %% 4 = 1 THEN 'written_off' ELSE 'unsettled' END AS stands
    FROM chosen
) AS standing ORDER BY id;

INSERT INTO coordination_conference
    (centre_id, order_id, event, called_at, due_at, settled_at, settled_event, outcome, lead_unit_id, assist_unit_ids)
SELECT %(centre)s, id, 2, at, due_at, CASE WHEN NOT runs THEN over_at END, CASE WHEN NOT runs THEN 5 END,
       CASE WHEN runs THEN '' ELSE 'decided' END, CASE WHEN NOT runs THEN lead_id END, '{}'
FROM chosen ORDER BY id;
INSERT INTO coordination_opinion (conference_id, unit_id, position, basis, event, person_id, said_at)
SELECT conference.id, bureau.id, CASE WHEN runs THEN '' ELSE 'not_ours' END, CASE WHEN runs THEN '' ELSE '三定规定' END,
       CASE WHEN NOT runs THEN 3 END, CASE WHEN NOT runs THEN %(clerk)s END, CASE WHEN NOT runs THEN over_at END
FROM coordination_conference AS conference JOIN chosen ON chosen.id = order_id
JOIN bureau ON bureau.place IN (busy %% bureaus, (busy + 7) %% bureaus, (busy + 19) %% bureaus)
ORDER BY conference.id;

INSERT INTO coordination_whistle
    (centre_id, district_id, order_id, event, unit_id, person_id, blown_at, due_at, check_due_at, meeting_url, ended_at)
SELECT %(centre)s, district_id, id, 5, lead_id, %(clerk)s, at, greatest(due_at, at), at, '', CASE WHEN NOT runs THEN over_at END
FROM chosen ORDER BY id;
INSERT INTO coordination_whistlecall
    (whistle_id, unit_id, due_at, arrive_by, arrived_at, answer_event, closed_at, unit_score, unit_event, blower_score, blower_event)
SELECT whistle.id, bureau.id, whistle.due_at, blown_at + interval '2 hours',
       CASE WHEN n %% 3 > 0 THEN blown_at + interval '1 hour' * (n %% 4) END, CASE WHEN n %% 3 > 0 THEN 6 END, ended_at,
       CASE WHEN NOT runs THEN 1 + n %% 5 END, CASE WHEN NOT runs THEN 9 END,
       CASE WHEN NOT runs THEN 1 + n %% 4 END, CASE WHEN NOT runs THEN 10 END
FROM coordination_whistle AS whistle JOIN chosen ON chosen.id = order_id
JOIN bureau ON bureau.place IN (busy %% bureaus, (busy + 11) %% bureaus) AND bureau.id <> lead_id
ORDER BY whistle.id;
INSERT INTO coordination_whistletask (whistle_id, number, unit_id, what, due_at, given_at, given_event)
SELECT whistle.id, 1, unit_id, '清退占道桌椅', blown_at + interval '1 day', blown_at, 7
FROM coordination_whistle AS whistle WHERE id %% 2 = 0;

INSERT INTO coordination_escalation
    (centre_id, order_id, event, level, from_unit_id, to_unit_id, asked_at, due_at, answered_at, answered_event, outcome, owner,
     person_id)
SELECT %(centre)s, id, 7, CASE WHEN district_id IS NULL THEN 'bureau' ELSE 'district' END, lead_id,
       coalesce(district_id, (SELECT bureau.id FROM bureau WHERE bureau.place = busy %% bureaus)), at, due_at,
       CASE WHEN NOT runs THEN over_at END, CASE WHEN NOT runs THEN 8 END,
       CASE WHEN runs THEN '' ELSE 'answered' END, CASE WHEN runs THEN '' ELSE '李某' END,
       CASE WHEN NOT runs THEN %(leader)s END
FROM chosen ORDER BY id;

INSERT INTO coordination_instruction
    (centre_id, order_id, event, person_id, given_at, owner, due_at, reported_at, reported_event)
SELECT %(centre)s, id, 8, (ARRAY[%(leader)s, %(clerk)s, %(reviewer)s, %(arbiter)s])[1 + n %% 4], at, '王某', due_at,
       CASE WHEN NOT runs THEN over_at END, CASE WHEN NOT runs THEN 9 END
FROM chosen ORDER BY id;

-- Of the open ones a third was answered, and waits for the check.
INSERT INTO supervision_supervisionorder
    (centre_id, district_id, unit_id, order_id, event, reason, form, person_id, issued_at, round, due_at, answered_at, late,
     closed_at, closed_event, outcome)
SELECT %(centre)s, district_id, CASE WHEN n %% 4 = 0 THEN bureau.id ELSE lead_id END, chosen.id, 9, 'shirking', 'call',
       %(leader)s, at, 1 + n %% 3, due_at, CASE WHEN n %% 3 = 0 THEN at + interval '1 day' END, n %% 2,
       CASE WHEN NOT runs THEN over_at END, CASE WHEN NOT runs THEN 10 END, CASE WHEN runs THEN '' ELSE 'accepted' END
FROM chosen JOIN bureau ON bureau.place = busy %% bureaus ORDER BY chosen.id;

INSERT INTO supervision_replylead (centre_id, district_id, unit_id, order_id, event, fault, "first", beyond, found_at)
SELECT %(centre)s, district_id, lead_id, id, 7, (ARRAY['perfunctory', 'shirking', 'indirect'])[1 + n %% 3], 0, 10, at
FROM chosen ORDER BY id;

-- Sixty are watched now.
INSERT INTO workorders_focus (centre_id, kind, title, word, matter_code, owner_unit_id, first_day, last_day, created_by_id, created_at)
SELECT %(centre)s, 'problem', '问题' || n, '油烟' || n, '', lead_id, at::date,
       CASE WHEN n <= 60 THEN now()::date + 30 ELSE least(at::date + 1, now()::date - 1) END, %(leader)s, at
FROM chosen WHERE at::date < now()::date;
