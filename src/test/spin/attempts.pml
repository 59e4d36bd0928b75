/*
 * Attempts of one step: two claims and their results, each submitted twice, in every order and with every overlap.
 *
 * Each atomic block is one transaction of the database. Between them everything else may happen, so that a submission may work with a
 * claim that is stale, as one from a cache is. Results of body 1 and 2 name no attempt; NAMED results are of attempt 1.
 *
 * Defining CLAIM_FIRST leaves out the look-up by body while there is a claim; UNCHECKED leaves out the check of unclaimed results in the
 * commit. Both must fail.
 */
#define NONE 0

byte claim = NONE;     /* the attempt of the stored claim */
byte claimId = 0;      /* changes with each claim */
byte answered[3];      /* by attempt: the body that was accepted */
byte published[4];     /* by body: how often it was accepted */

#define anyAnswered (answered[1] != NONE || answered[2] != NONE)

proctype Claim(byte attempt) {
    atomic {
        if
        :: attempt >= claim -> claim = attempt; claimId++
        :: else -> skip
        fi
    }
}

/* A result whose body says that it is of attempt 1. */
proctype Named() {
    atomic {
        if
        :: answered[1] == NONE ->
            answered[1] = 3;
            published[3]++;
            if
            :: claim == 1 -> claim = NONE
            :: else -> skip
            fi
        :: else -> skip
        fi
    }
}

proctype Unnamed(byte body) {
    byte attempt, id;
resolve:
    atomic { attempt = claim; id = claimId }
    atomic {
        if
#ifdef CLAIM_FIRST
        :: attempt == NONE && published[body] > 0 -> goto end_replayed
#else
        :: published[body] > 0 -> goto end_replayed
#endif
        :: attempt == NONE && published[body] == 0 && anyAnswered -> goto end_conflict
        :: else -> skip
        fi
    }
    atomic {
        if
        :: attempt == NONE ->
            if
#ifndef UNCHECKED
            :: claim != NONE || published[body] > 0 || anyAnswered -> goto resolve
#endif
            :: else -> published[body]++
            fi
        :: attempt != NONE && answered[attempt] != NONE ->
            if
            :: claim != NONE && claimId != id -> goto resolve
            :: else -> goto end_conflict
            fi
        :: attempt != NONE && answered[attempt] == NONE && (claim == NONE || claimId != id) -> goto resolve
        :: else ->
            answered[attempt] = body;
            published[body]++;
            /* Only the claim that it was read with ends. */
            assert(claim == attempt);
            claim = NONE
        fi;
        assert(published[1] <= 1 && published[2] <= 1 && published[3] <= 1)
    }
end_replayed:
end_conflict:
    skip
}

init {
    atomic {
        run Claim(1);
        run Claim(2);
        run Unnamed(1);
        run Unnamed(1);
        run Unnamed(2);
        run Unnamed(2);
        run Named();
        run Named()
    }
}
