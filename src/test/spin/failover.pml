/*
 * One attempt of one step, from its claim to the archive of its event, over two replicas of the service and two database servers.
 *
 * Each atomic block is a transaction of the primary, an answer, or a fault. Faults may happen between any two of them: an answer is lost
 * (so is one of a replica that crashes), a replica forgets its cache, the primary restarts, the standby is cut off, it is promoted.
 * A transaction that waits for the standby is invisible and holds its lock. A restart of the primary makes it visible unreplicated.
 *
 * Each of the names in the conditions below, when defined, breaks one rule and must be found out: see FailoverModelTest.
 */
#define QUEUED 1
#define ARCHIVED 2

typedef Database {
    byte row;        /* the ledger: the event id in the receipt */
    byte body;       /* the ledger: the digest of the body */
    bool notified;   /* orchestration */
    bool skipped;    /* accepted without a context, and so without an event */
    bool claim;
    byte queue;      /* sets of event ids, a bit each */
    byte archive;
    byte dead;
    byte input       /* the message of the channel that holds the same result */
}

Database db[2];
byte p = 0;              /* the primary */
bool exists = true;      /* a standby does, */
bool connected = true;   /* and receives */
bool behind = false;     /* it lacks something */
bool locked = false;     /* by the transaction that waits for it */
bool connection[3];      /* of each process; a restart or a promotion breaks them */
bool waits[3];           /* for the standby, by process */
bool cached[2];          /* the claim, by replica */
byte lastId = 0;

/* What callers and consumers were told. */
byte acked = 0, ackedBody = 0, handled = 0;
bool claimAcked = false;

#if defined(ASYNCHRONOUS)
#define replicated(process) (true)
#elif defined(FALLS_BACK)
#define replicated(process) (!waits[process] || !connected)
#else
#define replicated(process) (!waits[process])
#endif

#define ids(x) (db[x].queue | db[x].archive | db[x].dead)

inline check() {
    /* Nothing acknowledged is lost. */
    assert(acked == 0 || (db[p].row == acked && db[p].body == ackedBody));
    /* An attempt has one event, in one place. */
    assert((ids(p) & (ids(p) - 1)) == 0);
    assert((db[p].queue & db[p].archive) == 0 && (db[p].queue & db[p].dead) == 0 && (db[p].archive & db[p].dead) == 0);
    /* There is an event exactly when its result was accepted, and never without its notification. */
    assert(db[p].row == 0 || db[p].skipped || ids(p) == 1 << db[p].row);
    assert(ids(p) == 0 || (db[p].row != 0 && db[p].notified));
    /* A channel acknowledges accepted results only. */
    assert(db[p].input != ARCHIVED || db[p].row != 0)
}

inline copy() {
    db[1 - p].row = db[p].row;
    db[1 - p].body = db[p].body;
    db[1 - p].notified = db[p].notified;
    db[1 - p].skipped = db[p].skipped;
    db[1 - p].claim = db[p].claim;
    db[1 - p].queue = db[p].queue;
    db[1 - p].archive = db[p].archive;
    db[1 - p].dead = db[p].dead;
    db[1 - p].input = db[p].input;
    behind = false;
    locked = false;
    waits[0] = false;
    waits[1] = false;
    waits[2] = false
}

inline disconnect() {
    connection[0] = false;
    connection[1] = false;
    connection[2] = false;
    locked = false;
    waits[0] = false;
    waits[1] = false;
    waits[2] = false
}

inline commit() {
    behind = true;
    waits[me] = true
}

/* A transaction that others would have to wait for. */
inline commitLocked() {
    commit();
    locked = !replicated(me)
}

inline acknowledge() {
    /* A repeat gets the first receipt, and another body none. */
    assert(acked == 0 || (acked == id && ackedBody == body));
    acked = id;
    ackedBody = body;
    check()
}

proctype Submitter(byte me, body, replica, tries; bool channel) {
    byte id;
    bool context;
again:
    if
    :: tries == 0 -> goto done
    :: else -> tries--
    fi;
lookup:
    atomic {
        connection[me] = true;
        if
        :: channel && db[p].input != QUEUED -> goto done
        :: else
        fi;
#ifdef CHANNEL_ACKS_FIRST
        if
        :: channel -> db[p].input = ARCHIVED; commit()
        :: else
        fi;
#endif
        if
#ifdef ANY_BODY
        :: db[p].row != 0 && !locked ->
#else
        :: db[p].row != 0 && !locked && db[p].body != body -> goto done
        :: db[p].row != 0 && !locked && db[p].body == body ->
#endif
            id = db[p].row;
#ifdef NEW_RECEIPT
            id++;
#endif
            waits[me] = behind;
            goto wait
        :: else -> context = cached[replica] || (db[p].claim && !locked)
        fi
    }
#ifdef ACKNOWLEDGES_FIRST
    atomic { id = lastId + 1; acked = id; ackedBody = body }
#endif
    atomic {
        if
        :: !connection[me] -> goto again
        :: connection[me] && !locked ->
            if
#ifndef NO_KEY
            :: db[p].row != 0 -> goto lookup
#endif
            :: db[p].row == 0 && context && !db[p].claim -> cached[replica] = false; goto lookup
            :: db[p].row == 0 && !context && db[p].claim -> goto lookup
            :: else
            fi;
            assert(context || !claimAcked);
            lastId++;
            id = lastId;
#ifndef LEDGER_LATER
            db[p].row = id;
            db[p].body = body;
#endif
#ifndef NOTIFIES_LATER
            db[p].notified = true;
#endif
            db[p].skipped = !context;
            if
            :: context -> db[p].queue = db[p].queue | (1 << id)
            :: else
            fi;
            db[p].claim = false;
            commitLocked();
            check()
        fi
    }
#if defined(LEDGER_LATER) || defined(NOTIFIES_LATER)
    atomic {
        connection[me] -> db[p].row = id; db[p].body = body; db[p].notified = true; commitLocked()
    }
#endif
wait:
    atomic {
        if
        :: !connection[me] -> goto again
#ifdef REPLAYS_UNREPLICATED
        :: connection[me] && (replicated(me) || !locked) -> acknowledge()
#else
        :: connection[me] && replicated(me) -> acknowledge()
#endif
        fi
    }
    if
    :: goto again
    :: channel ->
        atomic {
            if
            :: connection[me] -> db[p].input = ARCHIVED; commit(); check()
            :: else
            fi
        }
    :: !channel
    fi;
done:
    atomic { id = 0; context = false; connection[me] = false; waits[me] = false }
}

/* A worker claims the step and submits its result, again while it has no answer. */
proctype Worker(byte me) {
    atomic {
        !locked ->
        connection[me] = true;
        if
        :: db[p].row == 0 -> db[p].claim = true; commitLocked()
        :: else -> goto claimed
        fi
    }
    atomic {
        if
#ifdef CLAIM_UNREPLICATED
        :: connection[me] -> claimAcked = true; cached[0] = true
#else
        :: connection[me] && replicated(me) -> claimAcked = true; cached[0] = true
#endif
        :: !connection[me]
        fi
    }
claimed:
    run Submitter(me, 1, 0, 2, false)
}

proctype Consumer(byte me) {
    byte id;
end:
    do
    :: atomic {
            db[p].dead != 0 ->
            db[p].queue = db[p].queue | db[p].dead;
            db[p].dead = 0;
            commit();
            check()
        }
    :: atomic { db[p].queue != 0 && !locked -> connection[me] = true; id = db[p].queue };
        if
        :: atomic {
            connection[me] && (db[p].queue & id) != 0 ->
            db[p].queue = db[p].queue & ~id;
            db[p].archive = db[p].archive | id;
            commit();
            check()
           }
           atomic {
            if
            :: connection[me] && replicated(me) ->
                /* A consumer that finishes a message has finished no other event of the attempt. */
                assert(handled == 0 || handled == id);
                handled = id
            :: !connection[me]
            fi
           }
#if defined(DEAD_LETTER_DELETES_FIRST)
        :: atomic { connection[me] && (db[p].queue & id) != 0 -> db[p].queue = db[p].queue & ~id; commit(); check() }
           atomic { connection[me] -> db[p].dead = db[p].dead | id; commit() }
#elif defined(DEAD_LETTER_SENDS_FIRST)
        :: atomic { connection[me] && (db[p].queue & id) != 0 -> db[p].dead = db[p].dead | id; commit(); check() }
           atomic { connection[me] -> db[p].queue = db[p].queue & ~id; commit() }
#else
        :: atomic {
            connection[me] && (db[p].queue & id) != 0 ->
            db[p].queue = db[p].queue & ~id;
            db[p].dead = db[p].dead | id;
            commit();
            check()
           }
#endif
        :: else
        fi;
        atomic { id = 0; connection[me] = false; waits[me] = false }
    od
}

proctype Servers() {
end:
    do
    :: atomic { exists && connected && behind -> copy() }
#ifdef FALLS_BACK
    :: atomic { locked && !connected -> locked = false }
#endif
    :: atomic { connected -> connected = false }
    :: atomic { exists && !connected -> copy(); connected = true }
    :: atomic { disconnect(); check() }
    :: atomic {
        exists ->
        p = 1 - p;
        exists = false;
        connected = false;
        /* What the old primary has does not matter until it is overwritten. */
        copy();
        behind = true;
        disconnect();
        check()
       }
    /* The old primary comes back as a copy of the new one. */
    :: atomic { !exists -> copy(); exists = true; connected = true }
    :: atomic { cached[0] -> cached[0] = false }
    od
}

init {
    atomic {
        db[0].input = QUEUED;
        db[1].input = QUEUED;
        run Servers();
        run Worker(0);
        run Consumer(1);
        /* At the other replica: the same body through a channel, or another body. */
        if
        :: run Submitter(2, 1, 1, 1, true)
        :: run Submitter(2, 2, 1, 1, false)
        fi
    }
}
