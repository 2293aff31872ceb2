-- Lay orders of the last year into empty tables: valid rows, one in ten still open, the work spread
-- unevenly over the units. Only the MAC of an event is not what the product would write.
-- Runs as a superuser who leaves triggers and foreign keys alone.
SELECT setseed(0.42);

-- Whom orders go to; the first of each kind gets the most.
CREATE TEMP TABLE lead AS
SELECT id, district_id, kind = 'street' AS is_street, row_number() OVER (PARTITION BY kind ORDER BY id) - 1 AS place,
       coalesce((SELECT min(below.id) FROM organisation_unit AS below WHERE below.parent_id = unit.id), id) AS below_id
FROM organisation_unit AS unit WHERE kind IN ('street', 'bureau');

CREATE TEMP TABLE matter AS
SELECT id, top_code, row_number() OVER (ORDER BY md5(code)) - 1 AS place FROM catalogue_matter WHERE level > 1;

-- What an order went through on its way to its present state.
CREATE TEMP TABLE way (state text PRIMARY KEY, actions text[]);
INSERT INTO way VALUES
    ('awaiting_dispatch', '{open_order}'),
    ('dispatched', '{open_order,assign_unit}'),
    ('signed', '{open_order,assign_unit,sign_order}'),
    ('contacted', '{open_order,assign_unit,sign_order,record_contact}'),
    ('handling', '{open_order,assign_unit,sign_order,record_contact,record_progress}'),
    ('awaiting_review', '{open_order,assign_unit,sign_order,record_contact,submit_reply}'),
    ('replied', '{open_order,assign_unit,sign_order,record_contact,submit_reply,review_reply}'),
    ('awaiting_followup', '{open_order,assign_unit,sign_order,record_contact,submit_reply,review_reply,open_task}'),
    ('closed', '{open_order,assign_unit,sign_order,record_contact,submit_reply,review_reply,open_task,record_verdict}'),
    ('answered', '{open_order}'),
    ('out_of_scope', '{open_order}'),
    ('withdrawn', '{open_order,withdraw_order}');
CREATE TEMP TABLE outcome (action text PRIMARY KEY, state text, role text);
INSERT INTO outcome VALUES
    ('open_order', 'awaiting_dispatch', 'operator'), ('assign_unit', 'dispatched', 'dispatcher'),
    ('sign_order', 'signed', 'clerk'), ('record_contact', 'contacted', 'clerk'),
    ('record_progress', 'handling', 'clerk'), ('submit_reply', 'awaiting_review', 'clerk'),
    ('review_reply', 'replied', 'reviewer'), ('open_task', 'awaiting_followup', 'policy'),
    ('record_verdict', 'closed', 'followup'), ('withdraw_order', 'withdrawn', 'operator');

-- One row an order: everything that is left to chance.
CREATE TEMP TABLE laid AS
WITH chance AS MATERIALIZED (
    SELECT i AS id, now() - interval '365 days' * ((%(size)s - i + 1)::float / %(size)s) AS at,
           random() < CASE WHEN i > %(size)s * 0.9 THEN 0.9 ELSE 0.0111 END AS open,
           random() AS state_chance, random() < 0.7 AS to_street, power(random(), 1.5) AS unit_chance,
           power(random(), 1.5) AS matter_chance, random() AS kind_chance, random() AS channel_chance,
           random() AS urgency_chance, random() AS due_chance, random() AS text_chance, random() AS place_chance,
           random() < 0.25 AS passed_down, random() < 0.02 AS confidential, random() AS caller_chance,
           i %% (%(size)s / 20) = 0 AS rare
    FROM generate_series(1, %(size)s::bigint) AS i
), stated AS (
    SELECT *, CASE
        WHEN open THEN (ARRAY['awaiting_dispatch', 'dispatched', 'signed', 'signed', 'contacted', 'contacted', 'handling',
            'handling', 'handling', 'handling', 'awaiting_review', 'replied', 'awaiting_followup'])[1 + floor(state_chance * 13)]
        WHEN state_chance < 0.88 THEN 'closed' WHEN state_chance < 0.95 THEN 'answered'
        WHEN state_chance < 0.98 THEN 'out_of_scope' ELSE 'withdrawn' END AS state
    FROM chance
)
SELECT stated.id, at, state, passed_down, confidential, rare, way.actions,
       CASE WHEN 'assign_unit' = ANY (way.actions) THEN lead.id END AS lead_id,
       CASE WHEN 'assign_unit' = ANY (way.actions) THEN lead.district_id END AS district_id,
       CASE WHEN 'assign_unit' = ANY (way.actions) THEN CASE WHEN passed_down THEN lead.below_id ELSE lead.id END END
           AS holder_id,
       matter.id AS matter_id, matter.top_code,
       (ARRAY['help', 'help', 'complaint', 'complaint', 'complaint', 'consultation', 'consultation', 'report',
           'suggestion'])[1 + floor(kind_chance * 9)] AS kind,
       (ARRAY['phone', 'phone', 'phone', 'phone', 'phone', 'app', 'app', 'web', 'social', 'mailbox', 'sms', 'platform'])
           [1 + floor(channel_chance * 12)] AS channel,
       CASE WHEN urgency_chance < 0.005 THEN 1 WHEN urgency_chance < 0.1 THEN 2
            WHEN urgency_chance < 0.98 THEN 3 ELSE 4 END AS urgency,
       CASE WHEN open THEN now() + interval '10 days' * due_chance - interval '2 days'
            ELSE at + interval '10 days' * due_chance + interval '1 hour' END AS due_at,
       1 + floor(text_chance * (SELECT count(*) FROM demand))::int AS demand_id,
       1 + floor(place_chance * (SELECT count(*) FROM exact_place))::int AS place_id,
       1 + floor(caller_chance * (%(size)s + 1) / 2)::bigint AS caller,
       lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(stated.id::text), 1, 3)
           || '8' || substr(md5(stated.id::text), 4, 15) AS identity
FROM stated
JOIN way USING (state)
JOIN matter ON matter.place = floor(matter_chance * (SELECT count(*) FROM matter))
JOIN lead ON lead.is_street = to_street
    AND lead.place = floor(unit_chance * CASE WHEN to_street THEN (SELECT count(*) FROM lead WHERE is_street)
                                              ELSE (SELECT count(*) FROM lead WHERE NOT is_street) END)
ORDER BY stated.id;
ANALYZE laid;

INSERT INTO callers_caller (id, centre_id, phone_hash, lookup_key_id, phone_sealed, created_at, last_seen_at)
SELECT md5('caller' || i)::uuid, %(centre)s, sha256(i::text::bytea), '\x00000000', sha256('p') || sha256(i::text::bytea),
       now(), now()
FROM generate_series(1, (%(size)s + 1) / 2 + 1) AS i;

INSERT INTO callers_identity
    (id, centre_id, caller_id, name_sealed, home_address_sealed, wants_secrecy, is_anonymous, created_at)
SELECT identity::uuid, %(centre)s, md5('caller' || caller)::uuid, sha256('n') || sha256(id::text::bytea),
       sha256('a') || sha256(id::text::bytea), confidential, false, at
FROM laid;

INSERT INTO workorders_order
    (id, centre_id, day, external_source, external_no, channel, kind, urgency, title, place_text, region_id, matter_id,
     matter_top, is_confidential, identity_id, caller_id, state, round, district_id, accountable_unit_id, holder_unit_id,
     open_assists, due_at, nearly_at, registered_at, state_since, policy_version_id, events)
SELECT laid.id, %(centre)s, (at AT TIME ZONE 'Asia/Shanghai')::date, '', '', channel, kind, urgency,
       left(exact_place.body || '，' || demand.body, 39) || '…', exact_place.body,
       (SELECT region_id FROM organisation_unit WHERE id = laid.lead_id), matter_id, top_code, confidential,
       identity::uuid, md5('caller' || caller)::uuid, state, 1, district_id, lead_id, holder_id, 0, due_at,
       due_at - interval '1 day', at, at, %(policy)s, cardinality(actions)
FROM laid JOIN demand ON demand.id = demand_id JOIN exact_place ON exact_place.id = place_id
ORDER BY laid.id;

-- In the order in which they happened, so that the events of one order lie far apart, as in a year's use.
INSERT INTO workorders_event
    (order_id, seq, action, role, policy, person_id, unit_id, occurred_at, recorded_at, data, key_id, mac, xact)
SELECT id, seq, action, role, '', CASE WHEN by_unit THEN %(clerk)s ELSE %(operator)s END,
       CASE WHEN by_unit THEN lead_id ELSE %(hotline)s END, happened, happened,
       jsonb_build_object(
           'set', jsonb_build_object('state', state, 'round', 1, 'accountable', lead_id, 'holder', holder_id,
                                     'due', due_at, 'confidential', confidential),
           'texts', jsonb_build_object('original', repeat('5a', 32))),
       '00000000', sha256((id * 16 + seq)::text::bytea), 1
FROM (
    SELECT laid.id, seq, action, role, CASE WHEN seq = cardinality(actions) THEN laid.state ELSE outcome.state END AS state, lead_id, holder_id, due_at, confidential,
           role IN ('clerk', 'reviewer') AS by_unit,
           at + (seq - 1) * least((now() - at) / 10, interval '14 hours') AS happened
    FROM laid, unnest(actions) WITH ORDINALITY AS step (action, seq) JOIN outcome USING (action)
    ORDER BY happened
    OFFSET 0
) AS happening;

INSERT INTO workorders_text (order_id, event, kind, body, salt, written_at)
SELECT laid.id, 1, text_kind, exact_place.body || '，' || demand.body || CASE WHEN rare THEN %(rare_sentence)s ELSE '' END,
       substr(sha256(laid.id::text::bytea), 1, 16), at
FROM laid JOIN demand ON demand.id = demand_id JOIN exact_place ON exact_place.id = place_id,
     unnest(ARRAY['original', 'transfer']) AS text_kind
ORDER BY laid.id;
INSERT INTO workorders_text (order_id, event, kind, body, salt, written_at)
SELECT laid.id, 4, 'contact', '已电话联系诉求人，核实地点和时间。', substr(sha256(laid.id::text::bytea), 1, 16), at
FROM laid WHERE 'record_contact' = ANY (actions);
INSERT INTO workorders_text (order_id, event, kind, body, salt, written_at)
SELECT laid.id, 5, 'reply', '经现场核实，' || demand.body, substr(sha256(laid.id::text::bytea), 1, 16), at
FROM laid JOIN demand ON demand.id = demand_id WHERE 'submit_reply' = ANY (actions);

INSERT INTO workorders_searchrow (order_id, words)
SELECT laid.id, array_to_tsvector(demand.words || exact_place.words || CASE WHEN rare THEN %(rare_words)s::text[] ELSE '{}' END)
FROM laid JOIN demand ON demand.id = demand_id JOIN exact_place ON exact_place.id = place_id
ORDER BY laid.id;

INSERT INTO workorders_clock
    (order_id, stage, round, unit_id, started_at, due_at, stopped_at, void, rule_code, policy_version_id)
SELECT id, stage, 1, CASE WHEN stage IN ('sign', 'contact', 'handle') THEN lead_id END, at, at + (due_at - at) * share,
       CASE WHEN cardinality(actions) > ends THEN at + interval '1 day' END, false, stage, %(policy)s
FROM laid, (VALUES ('dispatch', 1, 1, 0.1), ('sign', 2, 2, 0.2), ('contact', 3, 3, 0.3), ('handle', 2, 5, 1.0),
                   ('followup', 7, 7, 1.0)) AS limits (stage, begins, ends, share)
WHERE cardinality(actions) >= begins AND state NOT IN ('answered', 'out_of_scope', 'withdrawn') AND due_at > at;

INSERT INTO workorders_assignment (order_id, unit_id, part, legal_basis, assigned_at, closed_at)
SELECT id, lead_id, 'lead', '约定', at, CASE WHEN state = 'closed' THEN at + interval '5 days' END
FROM laid WHERE lead_id IS NOT NULL
UNION ALL
SELECT id, (SELECT min(lead.id) + laid.id %% 40 FROM lead WHERE NOT is_street), 'assist', '约定', at,
       CASE WHEN state = 'closed' THEN at + interval '5 days' END
FROM laid WHERE lead_id IS NOT NULL AND id %% 10 = 0;

INSERT INTO workorders_contact (order_id, round, event, unit_id, person_id, at, reached, unreached_reason)
SELECT id, 1, 4, lead_id, %(clerk)s, at + interval '1 day', true, '' FROM laid WHERE 'record_contact' = ANY (actions);

INSERT INTO workorders_reply
    (order_id, round, event, unit_id, person_id, fact_finding, demand_finding, result, answered_by, legal_basis, submitted_at)
SELECT id, 1, 5, lead_id, %(clerk)s, 'true', 'reasonable', 'solved', 'phone', '约定', at + interval '2 days'
FROM laid WHERE 'submit_reply' = ANY (actions);

INSERT INTO followup_task (centre_id, order_id, round, state, opened_at, due_at, next_try_at, attempts, ended_at)
SELECT %(centre)s, id, 1, CASE WHEN state = 'closed' THEN 'done' ELSE 'open' END, at + interval '3 days', due_at,
       at + interval '3 days', 0, CASE WHEN state = 'closed' THEN at + interval '4 days' END
FROM laid WHERE 'open_task' = ANY (actions);

INSERT INTO dispatch_suggestion
    (order_id, lead_unit_id, assist_unit_ids, ground, reason, legal_basis, scenario_card, made_at)
SELECT id, lead_id, '[]', 'duty', '约定', '', '', at FROM laid WHERE lead_id IS NOT NULL;

SELECT setval(pg_get_serial_sequence('workorders_order', 'id'), %(size)s);
