/*
 * The protocol of writes as a model for Spin: two gateways, two keys with the same content on one line, one bucket of
 * records on a primary and two replicas, Freebit, and a person who resolves. README.md explains it beside the code.
 * `npm run model` checks it. A rule is taken out by a definition, for example -DNO_SENT.
 */
/*
 * How much may happen, given by scripts/model.mjs: ATTEMPTS (in all, at most 3), FAILOVERS, WIPES (the primary comes back
 * empty), CRASHES, LATE (commits that the gateway gives up and the store carries out later), FINDINGS (times that a person
 * posts what they found), CONFIRM (how many replicas must confirm `sent`).
 */
mtype = { NONE, RESERVED, SENT, DONE, UNKNOWN, NOT_APPLIED };
mtype = { BEGIN, MARK_SENT, FREE, NOTHING };

/* What one Redis server holds: per key the record op:<id> with its entry in line:<name>, the lock of the line, epoch. */
typedef Bucket { mtype op[2] = NONE; byte attempt[2]; bool told[2]; byte lock; bool newEpoch };
Bucket b[3];
bool primary[3];           /* takes writes; an old primary may go on for a while after a failover */
byte follows[3];           /* whom a replica copies */
byte current;              /* where a new connection arrives */

/* The true state of each attempt and key, which the records may not show. */
byte attempts;
bool over[4];      /* the lease of the attempt has run out */
bool left[4];      /* its first byte has left */
byte pending[4];   /* 1 + its key while Freebit has it and has not decided */
bool applied[4];
bool confirmed[4]; /* success was told after all replicas had `done` */
byte executions[2];           /* of each key */
byte toldUnknown[2];          /* of each key: the attempt whose end a caller was told to be unknown */
byte marked[2];               /* that was recorded before the caller was told */
bool ended[4];                /* applied or not applied has been recorded */

/* One commit that is late. */
mtype late = NOTHING, lateSeen;
byte lateServer, lateKey, lateAttempt, lateSeenAttempt;

/* What a person found, and is about to post. */
byte foundKey, foundAttempt; bool foundApplied;
byte lates = LATE, findings = FINDINGS, failovers = FAILOVERS, wipes = WIPES, crashes = CRASHES;
byte looks = 1;
bool alive[2];

#define OP(s, k) b[s].op[k]
#define ATT(s, k) b[s].attempt[k]
#define RUNS(s, k) ((OP(s, k) == RESERVED || OP(s, k) == SENT) && !over[ATT(s, k)])
/* An expired `sent` reads as unknown; an expired `reserved` may be taken over. */
#define IS_UNKNOWN(s, k) (OP(s, k) == UNKNOWN || (OP(s, k) == SENT && over[ATT(s, k)]))
#define IS_FREE(s, k) (OP(s, k) == NONE || OP(s, k) == NOT_APPLIED || (OP(s, k) == RESERVED && over[ATT(s, k)]))
#define ENDED(a) (!left[a] || ended[a])
#define LINE_FREE(s) (b[s].lock == 0 || over[b[s].lock])
#define MINE(s, k, a, st) (primary[s] && OP(s, k) == st && ATT(s, k) == a)
#define FOLLOWS(r, s) (r != s && !primary[r] && follows[r] == s)
#define FOLLOWERS(s) (FOLLOWS(0, s) + FOLLOWS(1, s) + FOLLOWS(2, s))

#ifdef FAR_EPOCH           /* epoch lies in another slot, whose server has lost nothing */
#define REMEMBERS(s) true
#else
#define REMEMBERS(s) (!b[s].newEpoch)
#endif
#ifdef NO_ATTEMPT          /* a finding does not say which attempt it is about */
#define SAME_ATTEMPT(s) true
#else
#define SAME_ATTEMPT(s) (ATT(s, foundKey) == foundAttempt)
#endif
#ifdef NO_LOOK             /* the owner does not look at its lease before the first byte */
#define LEASE_HOLDS(a) true
#else
#define LEASE_HOLDS(a) (!over[a])
#endif
#ifdef BLIND_DELETE        /* a key is freed without comparing */
#define MAY_FREE(s, k, a) primary[s]
#else
#define MAY_FREE(s, k, a) (MINE(s, k, a, RESERVED) || MINE(s, k, a, SENT) || MINE(s, k, a, UNKNOWN))
#endif

/* The end of an attempt: record, entry and lock in one commit. */
inline record(srv, kk, aa, end) {
#ifndef BLIND_DELETE
  assert(end != NOT_APPLIED || !(applied[ATT(srv, kk)] || pending[ATT(srv, kk)]));   /* "not applied" is true */
#endif
  assert(end != DONE || applied[ATT(srv, kk)]);                                    /* so is "applied" */
  OP(srv, kk) = end; b[srv].told[kk] = false;
  if :: b[srv].lock == aa -> b[srv].lock = 0 :: else fi;
  if :: end != UNKNOWN -> ended[ATT(srv, kk)] = true :: else fi
}
inline reserve(srv, kk, aa) { OP(srv, kk) = RESERVED; ATT(srv, kk) = aa; b[srv].told[kk] = false; b[srv].lock = aa }
inline postpone(what) {
  lates--; late = what; lateServer = server; lateKey = key; lateAttempt = me; lateSeen = OP(server, key); lateSeenAttempt = ATT(server, key)
}
/* Nothing was applied, with proof. */
inline free() {
  atomic {
    if
    :: MAY_FREE(server, key, me) -> record(server, key, me, NOT_APPLIED)
    :: !MAY_FREE(server, key, me) -> skip
    :: lates > 0 -> postpone(FREE)
    fi }
}

/* Replication. A replica that will not be promoted copies only when WAIT asks it, so that there are fewer states. */
inline copy(to, from) {
  OP(to, 0) = OP(from, 0); ATT(to, 0) = ATT(from, 0); b[to].told[0] = b[from].told[0];
  OP(to, 1) = OP(from, 1); ATT(to, 1) = ATT(from, 1); b[to].told[1] = b[from].told[1];
  b[to].lock = b[from].lock; b[to].newEpoch = b[from].newEpoch
}
/* WAIT: who follows has it now; with n = 1 of 2 the other one may be late. */
inline acknowledge(srv) {
  if :: FOLLOWS(0, srv) -> copy(0, srv) :: else fi;
  if :: FOLLOWS(2, srv) -> copy(2, srv) :: else fi;
  if :: FOLLOWS(1, srv) -> copy(1, srv) :: FOLLOWS(2, srv) && CONFIRM < 2 -> skip :: else fi
}

active [2] proctype Gateway() provided (alive[_pid]) {
  byte server, key, me;
next:
  /* begin: replay, or one commit that takes key and line */
  atomic {
    attempts > 0 || _pid == 0; me = 0;                         /* gateways and keys are alike */
    if :: key = 0 :: attempts > 0 -> key = 1 fi;
    if :: primary[server] -> skip :: server = current fi;     /* keeps its connection, or makes a new one */
    if
    :: !primary[server] || !REMEMBERS(server) -> goto next                                   /* 503; 409 */
    :: else -> skip
    fi;
    if
    :: OP(server, key) == DONE -> assert(applied[ATT(server, key)]); goto next               /* success, again */
    :: IS_UNKNOWN(server, key) -> assert(!confirmed[ATT(server, key)]); toldUnknown[key] = ATT(server, key); goto next
    :: RUNS(server, key) -> goto next                                                        /* 409, in use */
    :: IS_FREE(server, key) ->
      if
      :: IS_UNKNOWN(server, 1 - key) || b[server].told[1 - key] -> goto next                 /* PREVIOUS_OUTCOME_UNKNOWN */
      :: else -> skip
      fi;
      if
      :: !LINE_FREE(server) -> assert(ENDED(marked[1 - key])); goto next                           /* ACCOUNT_BUSY */
      :: LINE_FREE(server) && attempts < ATTEMPTS -> attempts++; me = attempts
      :: else -> goto next
      fi
    fi;
    if
    :: reserve(server, key, me)
    :: lates > 0 -> postpone(BEGIN); goto next
    fi }
#ifndef NO_SENT
  /* markSent: one commit, and WAIT on the same connection */
  atomic {
    if
    :: MINE(server, key, me, RESERVED) && !over[me] && b[server].lock == me && REMEMBERS(server) ->
      if :: OP(server, key) = SENT :: lates > 0 -> postpone(MARK_SENT); goto unsent fi
    :: else -> goto unsent
    fi }
  atomic { if :: MINE(server, key, me, SENT) && FOLLOWERS(server) >= CONFIRM -> acknowledge(server) :: else -> goto unsent fi }
#endif
  /* the first byte */
  atomic {
    if :: !LEASE_HOLDS(me) -> goto unsent :: else -> skip fi;
    assert(!left[me]);                                        /* one execution per attempt */
    assert(ENDED(toldUnknown[1 - key]));                            /* no equal content beside an open unknown */
    left[me] = true; pending[me] = 1 + key }
  /* the caller's deadline: the mark comes before the 504 */
  if
  :: atomic {
      if
      :: MINE(server, key, me, SENT) ->
#ifndef NO_TOLD
        b[server].told[key] = true;
#endif
        if :: FOLLOWERS(server) == 2 -> acknowledge(server); marked[key] = me :: else fi
      :: else -> skip
      fi;
      toldUnknown[key] = me }
  :: skip
  fi;
  /* finish: one commit */
  if
  :: atomic { !pending[me] && !applied[me] -> skip }; free(); goto next
  :: atomic { !pending[me] && applied[me] -> skip };
again:
    atomic {
      if :: MINE(server, key, me, SENT) || MINE(server, key, me, UNKNOWN) || MINE(server, key, me, RESERVED) -> record(server, key, me, DONE) :: else -> skip fi }
    atomic {
      if
      :: MINE(server, key, me, DONE) && FOLLOWERS(server) == 2 -> acknowledge(server); confirmed[me] = true; goto next
      :: else -> if :: server = current; goto again :: goto next fi     /* told; the owner goes on recording for a while */
      fi }
  :: atomic { if :: MINE(server, key, me, SENT) -> record(server, key, me, UNKNOWN) :: else -> skip fi; toldUnknown[key] = me; goto next }
  fi;
unsent:
  free(); goto next
}

inline promote(r, oldGoesOn) {
  failovers--; primary[r] = true;
  if :: !oldGoesOn -> primary[current] = false; copy(current, r) :: else fi;
  current = r
}
inline wipe() {
  wipes--; OP(current, 0) = NONE; OP(current, 1) = NONE; ATT(current, 0) = 0; ATT(current, 1) = 0;
  b[current].told[0] = false; b[current].told[1] = false; b[current].lock = 0; b[current].newEpoch = true;
  marked[0] = 0; marked[1] = 0
}
inline lateCommit() {
  if
  :: late == BEGIN && OP(lateServer, lateKey) == lateSeen && ATT(lateServer, lateKey) == lateSeenAttempt && REMEMBERS(lateServer) &&
     LINE_FREE(lateServer) && !IS_UNKNOWN(lateServer, 1 - lateKey) -> reserve(lateServer, lateKey, lateAttempt)
  :: late == MARK_SENT && MINE(lateServer, lateKey, lateAttempt, RESERVED) && !over[lateAttempt] -> OP(lateServer, lateKey) = SENT
  :: late == FREE && MAY_FREE(lateServer, lateKey, lateAttempt) -> record(lateServer, lateKey, lateAttempt, NOT_APPLIED)
  :: else -> skip
  fi;
  late = NOTHING; lateServer = 0; lateKey = 0; lateAttempt = 0; lateSeen = 0; lateSeenAttempt = 0
}
inline decide(a) {
  if :: executions[pending[a] - 1]++; assert(executions[pending[a] - 1] == 1); applied[a] = true :: skip fi;
  pending[a] = 0
}
inline look(k) { looks--; foundKey = k; foundAttempt = ATT(current, k); foundApplied = applied[foundAttempt] }
inline post() { findings--; if :: foundApplied -> record(current, foundKey, ATT(current, foundKey), DONE) :: else -> record(current, foundKey, ATT(current, foundKey), NOT_APPLIED) fi }

#define MAY_BE_PROMOTED(r) (r == 1 -> failovers && current == 0 : failovers > (current == 0))
#define COPIES(r) :: atomic { MAY_BE_PROMOTED(r) && !primary[r] && primary[follows[r]] -> copy(r, follows[r]) }
#define JOINS(r) :: atomic { r != current && primary[current] && follows[r] != current -> primary[r] = false; follows[r] = current; copy(r, current) }
#define LEASE_ENDS(a) :: atomic { a <= attempts && !over[a] -> over[a] = true }
#define DECIDES(a) :: atomic { pending[a] -> decide(a) }
#define LOOKS_AT(k) :: atomic { looks && primary[current] && IS_UNKNOWN(current, k) && !pending[ATT(current, k)] -> look(k) }
#define DIES(g) :: atomic { crashes && alive[g] -> crashes--; alive[g] = false }

active proctype World() {
  atomic { primary[0] = true; alive[0] = true; alive[1] = true };
  do
  COPIES(1) COPIES(2)
  JOINS(0) JOINS(1) JOINS(2)
  :: atomic { failovers && current == 0 -> if :: promote(1, true) :: promote(1, false) fi }
  :: atomic { failovers && current == 1 -> if :: promote(2, true) :: promote(2, false) fi }
  :: atomic { wipes && primary[current] -> wipe() }
  LEASE_ENDS(1) LEASE_ENDS(2) LEASE_ENDS(3)
  DECIDES(1) DECIDES(2) DECIDES(3)
  LOOKS_AT(0) LOOKS_AT(1)
  :: atomic { foundAttempt && findings && primary[current] && IS_UNKNOWN(current, foundKey) && SAME_ATTEMPT(current) -> post() }
  :: atomic { late != NOTHING && primary[lateServer] -> lateCommit() }
  DIES(0) DIES(1)
  od
}

