# Consumes payments: each event has its effect once. Run: pip install "psycopg[binary]" && DATABASE_URL=… python consumer.py
import json
import os
import time

import psycopg

ME = ("payments_domain_events", "billing")
VISIBILITY_TIMEOUT = int(os.environ.get("VISIBILITY_TIMEOUT", "30"))


def book(connection, event, key):
    connection.execute("insert into billing.bookings (event_id, order_key, payment) values (%s, %s, %s)",
                       (event["event_id"], key, json.dumps(event["payload"]["payload"])))


def handle(connection, msg_id, event, key):
    try:
        with connection.transaction():
            once = connection.execute("select * from tasker_events.consume_once(%s, %s, array[%s::bigint])", (*ME, msg_id))
            if once.fetchone():
                book(connection, event, key)
    except Exception as error:
        connection.execute("select tasker_events.failed(%s, %s, %s, %s)", (*ME, msg_id, str(error)))


with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
    while True:
        received = connection.execute("select msg_id, message, ordering_key from tasker_events.receive(%s, %s, %s, 10)",
                                      (*ME, VISIBILITY_TIMEOUT)).fetchall()
        for msg_id, event, key in received:
            handle(connection, msg_id, event, key)
        if not received:
            time.sleep(0.2)
