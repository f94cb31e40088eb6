// Written by `npm run client:types` from openapi.json.

export interface paths {
    "/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List every problem that this gateway can answer with
         * @description The whole catalogue, one entry for each `code`: its meaning, its statuses, and what to do. A browser gets a page.
         *
         *     Needs no credential.
         */
        get: operations["listProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/problems/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain one problem
         * @description The `type` of every problem document leads here. A browser gets a page.
         *
         *     Needs no credential.
         */
        get: operations["getProblem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Liveness
         * @description Does not check Freebit or the store. Also answered under overload.
         *
         *     Needs no credential.
         */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readiness
         * @description For load balancers. `degraded` is still 200: a dependency in `checks` is down, but the gateway can still answer reads or precise errors. The checks run at most once a second.
         *
         *     Needs no credential.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the metrics of this process
         * @description For Prometheus: counters and gauges by route template, never by line.
         *
         *     Needs no credential.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sims/{msisdn}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a SIM
         * @description Everything that Freebit says about the line: state, plan, card, options and a scheduled job. The unit and meaning of `quotaMb` are not confirmed by Freebit.
         *
         *     Freebit: PA03-02 アカウント詳細情報取得.
         *
         *     Scope: `sims:read`.
         */
        get: operations["getSim"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sims/{msisdn}/traffic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the traffic of a SIM
         * @description Kilobytes used today and on recent days. Not available for a SIM without plan or inside a share group. Freebit forbids using this to read many SIMs one after the other: ask Freebit for its CSV export instead.
         *
         *     Freebit: PA05-01 MVNO通信情報取得.
         *
         *     Scope: `sims:read`.
         */
        get: operations["getSimTraffic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sims/{msisdn}/quota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the quota of a SIM
         * @description Freebit's quota number. Freebit has not confirmed whether it is the granted or the remaining amount.
         *
         *     Freebit: PA03-02 アカウント詳細情報取得.
         *
         *     Scope: `sims:read`.
         */
        get: operations["getSimQuota"];
        put?: never;
        /**
         * Add data to a SIM
         * @description Adds megabytes, and costs money. Adding 100 twice gives 200. Not available for a SIM inside a share group. After `OUTCOME_UNKNOWN` find out what happened before sending anything again.
         *
         *     Freebit: PA04-04 スペック・クォータ追加.
         *
         *     Scope: `quota:write`.
         */
        post: operations["addSimQuota"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sims/{msisdn}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the plan of a SIM
         * @description The plan, the fixed addresses, and a scheduled job.
         *
         *     Freebit: PA03-02 アカウント詳細情報取得.
         *
         *     Scope: `sims:read`.
         */
        get: operations["getSimPlan"];
        /**
         * Change the plan of a SIM
         * @description Replaces the plan, at once or on a day. Not available for a SIM inside a share group. A scheduled change cannot be cancelled here, and blocks other writes on the line. After `OUTCOME_UNKNOWN` read the plan before sending anything again.
         *
         *     Freebit: PA05-21 MVNOプラン変更.
         *
         *     Scope: `plan:write`.
         */
        put: operations["changeSimPlan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/share-groups/{groupCode}/traffic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the traffic of a share group
         * @description Kilobytes that the whole group used today. Freebit gives no recent days for groups.
         *
         *     Freebit: PA05-01 MVNO通信情報取得.
         *
         *     Scope: `sims:read`.
         */
        get: operations["getShareGroupTraffic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/share-groups/{groupCode}/quota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add data to a share group
         * @description Adds megabytes for all lines of the group, and costs money. Adding 100 twice gives 200. After `OUTCOME_UNKNOWN` find out what happened before sending anything again.
         *
         *     Freebit: PA04-04 スペック・クォータ追加.
         *
         *     Scope: `quota:write`.
         */
        post: operations["addShareGroupQuota"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/master-accounts/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a master account
         * @description The accounts linked to a master account, without their details. Follow `href` for those of a SIM.
         *
         *     Freebit: PA03-02 アカウント詳細情報取得.
         *
         *     Scope: `sims:read`.
         */
        get: operations["getMasterAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{operationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a write and its outcome
         * @description For a plan change of unknown outcome the gateway looks at the line first, and settles the operation when the line shows the requested plan or the scheduled job. Each replica looks at most every 10 seconds.
         *
         *     For the caller that made the write, or scope `operations:resolve`. To others the operation does not exist.
         */
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List writes by state or by line
         * @description Give either `state` or `line`. An unknown operation stays in this list until it is resolved.
         */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operations/{operationId}/resolution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve a write of unknown outcome
         * @description Records what a person has found out from Freebit about one attempt. `applied`: the key replays success. `not_applied`: the key is free. A finding cannot be changed; sending the same one again is 200.
         *
         *     Scope: `operations:resolve`.
         */
        post: operations["resolveOperation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read who you are and what you may do
         * @description Your id, scopes and lines, your limits, and what is left of them now. This request counts towards the rate and the requests in flight.
         */
        get: operations["readMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description The `code` of a problem document of this kind.
         * @enum {string}
         */
        ProblemCode: "VALIDATION_FAILED" | "UNAUTHENTICATED" | "AUTHENTICATION_UNAVAILABLE" | "PERMISSION_DENIED" | "WRITE_NOT_ALLOWED" | "ROUTE_NOT_FOUND" | "OPERATION_NOT_FOUND" | "OPERATION_NOT_UNKNOWN" | "PROBLEM_NOT_FOUND" | "METHOD_NOT_ALLOWED" | "REQUEST_TIMEOUT" | "PAYLOAD_TOO_LARGE" | "UNSUPPORTED_MEDIA_TYPE" | "HEADERS_TOO_LARGE" | "RATE_LIMITED" | "BULK_QUERY_BLOCKED" | "INTERNAL_ERROR" | "OVERLOADED" | "IDEMPOTENCY_KEY_REQUIRED" | "IDEMPOTENCY_KEY_INVALID" | "IDEMPOTENCY_KEY_EXPIRED" | "IDEMPOTENCY_KEY_IN_USE" | "IDEMPOTENCY_KEY_REUSED" | "AUDIT_UNAVAILABLE" | "WRITES_DISABLED" | "ACCOUNT_BUSY" | "PREVIOUS_OUTCOME_UNKNOWN" | "IDEMPOTENCY_STORE_UNAVAILABLE" | "SIM_NOT_FOUND" | "SHARE_GROUP_NOT_FOUND" | "MASTER_ACCOUNT_NOT_FOUND" | "ACCOUNT_STATE_CONFLICT" | "OPERATION_IN_PROGRESS" | "SIM_IN_SHARE_GROUP" | "ACCOUNT_REJECTED" | "PARAMETER_REJECTED" | "PLAN_CODE_REJECTED" | "QUOTA_AMOUNT_REJECTED" | "GLOBAL_IP_REJECTED" | "SERVICE_NOT_PROVIDED" | "QUOTA_ADDITION_NOT_ALLOWED" | "QUOTA_REFERENCE_REJECTED" | "PHONE_NUMBER_NOT_ELIGIBLE" | "OUTCOME_UNKNOWN" | "UPSTREAM_CONTRACT_VIOLATION" | "UPSTREAM_ERROR" | "UPSTREAM_INVALID_RESPONSE" | "UPSTREAM_CONNECTION_LOST" | "UPSTREAM_TIMEOUT" | "UPSTREAM_AUTH_FAILED" | "UPSTREAM_UNREACHABLE" | "UPSTREAM_UNAVAILABLE";
        ProblemKind: {
            /**
             * @description The `code` of a problem document of this kind.
             * @example SIM_NOT_FOUND
             */
            code: components["schemas"]["ProblemCode"];
            /**
             * @description The HTTP status that it usually has.
             * @example 404
             */
            status: number;
            /**
             * @description Every HTTP status that it may have.
             * @example [
             *       404
             *     ]
             */
            statuses: number[];
            /**
             * @description The `type` of a problem document of this kind.
             * @example /problems/sim-not-found
             */
            type: string;
            /** @description The kind of problem in a few words. */
            title: string;
            /** @description What it means. */
            detail: string;
            /** @description What the caller can do about it. */
            whatToDo: string;
            /** @description Whether the same request may be sent again and may then succeed. */
            retryable: boolean;
        };
        ProblemDetail: {
            /**
             * @description Where in the body, as a JSON pointer; `#` is the whole body.
             * @example #/amountMb
             */
            pointer?: string;
            /**
             * @description The name of the path parameter, query parameter or header.
             * @example msisdn
             */
            parameter?: string;
            /**
             * @description What is wrong, for programs. New values may be added.
             * @example out_of_range
             */
            code: string;
            /**
             * @description What is wrong, for people.
             * @example amountMb must not be greater than 512000
             */
            message: string;
        };
        UpstreamAnswer: {
            /**
             * @description Freebit's document that describes the call.
             * @example PA05-21
             */
            api: string;
            /**
             * @description The result code, in which 100 means success.
             * @example 230
             */
            resultCode: string;
            /**
             * @description The status code next to it.
             * @example 500
             */
            statusCode?: string;
        };
        Problem: {
            /**
             * @description The HTTP status of the answer.
             * @example 409
             */
            status: number;
            /**
             * @description The kind of problem, for programs. New values may be added.
             * @example OPERATION_IN_PROGRESS
             */
            code: components["schemas"]["ProblemCode"];
            /**
             * Format: uuid
             * @description The operation of the write, if one was begun.
             */
            operationId?: string;
            /**
             * @description The kind of problem, a path of this gateway that explains it.
             * @example /problems/operation-in-progress
             */
            type: string;
            /** @description The kind of problem in a few words. */
            title: string;
            /** @description What happened, in a sentence. */
            detail: string;
            /**
             * @description The path of the request with its line masked. Absent when the path was not understood.
             * @example /sims/090****5678/plan
             */
            instance?: string;
            /**
             * @description The id of the request, for the operator. In a replay (`Idempotency-Replayed: true`) it is the id of the request
             *     that was answered first; the `X-Request-Id` header has the id of the current one.
             * @example 6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11
             */
            requestId: string;
            /** @description Whether the same request may be sent again and may then succeed; wait for `Retry-After` if it is there. */
            retryable: boolean;
            /**
             * @description On writes only. `not_applied`: this request has applied nothing. If an earlier request with the same
             *     `Idempotency-Key` may have applied the write, repeat it with the same key, never with a new one. `unknown`: it may
             *     or may not have been applied.
             * @enum {string}
             */
            outcome?: "unknown" | "not_applied";
            /** @description Every fault of the request; empty if the problem is elsewhere. */
            errors: components["schemas"]["ProblemDetail"][];
            /** @description Freebit's answer, if there was one. */
            upstream?: components["schemas"]["UpstreamAnswer"];
        };
        Liveness: {
            /**
             * @description Always `ok`.
             * @enum {string}
             */
            status: "ok";
        };
        Readiness: {
            /**
             * @description `degraded`: serving, but a dependency is down. `draining`: shutting down, send no more requests. `unready`: not fit
             *     to serve, because its store may lose records of writes.
             * @enum {string}
             */
            status: "ok" | "draining" | "degraded" | "unready";
            /**
             * @description The dependencies by name: `store`, `store_memory` (`down` for a day after the store has lost data),
             *     `store_durability` (whether it may lose acknowledged changes), `store_replicas`, `audit` (whether audit lines can be
             *     written), `freebit` (`down` while calls to it fail) and `limits` (`down` while this replica decides alone).
             * @example {
             *       "store": "up",
             *       "store_memory": "up",
             *       "audit": "up",
             *       "freebit": "up",
             *       "limits": "up"
             *     }
             */
            checks: {
                [key: string]: unknown;
            };
        };
        WorldOption: {
            /**
             * @description `limited`: up to the credit limit.
             * @example limited
             * @enum {string}
             */
            mode: "unknown" | "unlimited" | "disabled" | "limited";
            /**
             * @description Yen; null unless the mode is `limited`.
             * @example 50000
             */
            creditLimitYen: number | null;
        };
        PendingOperation: {
            /**
             * Format: date
             * @description The day of the job in Asia/Tokyo; null if Freebit does not give one.
             * @example 2013-12-01
             */
            scheduledOn: string | null;
            /**
             * @description The kind of job; `unknown` for a kind that this gateway does not know.
             * @example registration
             * @enum {string}
             */
            type: "unknown" | "change" | "revival" | "registration" | "suspension" | "resumption" | "cancellation" | "plan_set" | "plan_unset" | "contract_change";
        };
        VoiceOptions: {
            /**
             * @description State of the voice contract; null when Freebit does not say.
             * @example active
             * @enum {string|null}
             */
            status: "unknown" | "waiting" | "temporary" | "active" | "suspended" | "cancelled" | null;
            /** @example true */
            voicemailEnabled?: boolean;
            /** @example true */
            callWaitingEnabled?: boolean;
            /** @example false */
            callForwardingEnabled?: boolean;
            /** @example false */
            internationalCallForwardingEnabled?: boolean;
            /** @description International calls from Japan (WORLD CALL). */
            worldCall?: components["schemas"]["WorldOption"];
            /** @description Roaming calls abroad (WORLD WING). */
            worldWing?: components["schemas"]["WorldOption"];
            /** @description A scheduled change of the voice options. */
            pendingOperation: components["schemas"]["PendingOperation"] | null;
        };
        Sim: {
            /**
             * Format: date-time
             * @description When Freebit answered, RFC 3339 in UTC. A cached answer is up to 30 seconds old, traffic up to 60.
             * @example 2026-02-05T07:26:46Z
             */
            retrievedAt: string;
            /**
             * Format: date
             * @description Day of activation in Asia/Tokyo; null when there is none.
             * @example 2013-09-01
             */
            activatedOn: string | null;
            /**
             * @description Phone number in national form: 11 digits, or 14 for a machine.
             * @example 08038433843
             */
            msisdn: string;
            /**
             * @description The same number in international form (E.164).
             * @example +818038433843
             */
            phoneNumber: string;
            /**
             * @description State of the line. `waiting`: not set up yet. `unknown`: a state that this gateway does not know.
             * @example active
             * @enum {string}
             */
            status: "unknown" | "waiting" | "temporary" | "active" | "suspended" | "cancelled";
            /**
             * @description The master account that the line belongs to.
             * @example testMaster@test.ne.jp
             */
            masterAccount: string | null;
            /**
             * @description Null when the line has no plan.
             * @example LTE3G_P01
             */
            planCode: string | null;
            /**
             * @description Freebit's number, unchanged. Unit (presumably MB) and meaning (granted or remaining) are not confirmed by Freebit.
             * @example 3161.31
             */
            quotaMb: number | null;
            /**
             * @description 19 or 20 digits, exact: do not read it as a number.
             * @example 8981199993109195000
             */
            iccid: string | null;
            /**
             * @description Exact: do not read it as a number.
             * @example 990103120337753
             */
            imsi: string | null;
            /**
             * @description Kind of network, as Freebit writes it.
             * @example 4G
             */
            contractLine: string | null;
            /**
             * @description Size of the SIM card.
             * @example standard
             * @enum {string|null}
             */
            formFactor: "unknown" | "standard" | "nano" | "micro" | null;
            /**
             * @description Left out when Freebit does not say.
             * @example true
             */
            smsEnabled?: boolean;
            /**
             * @description Left out when Freebit does not say.
             * @example true
             */
            voiceEnabled?: boolean;
            /** @description Fixed global address; null when the line uses none. */
            ipv4: string | null;
            /** @description Fixed global address; null when the line uses none. */
            ipv6: string | null;
            /** @description Null if Freebit gives none. */
            voiceOptions: components["schemas"]["VoiceOptions"] | null;
            /** @description A scheduled job; null if there is none. */
            pendingOperation: components["schemas"]["PendingOperation"] | null;
            /**
             * @description True if Freebit could not answer and this is an earlier answer.
             * @example false
             */
            stale: boolean;
        };
        SimTraffic: {
            /**
             * Format: date-time
             * @description When Freebit answered, RFC 3339 in UTC. A cached answer is up to 30 seconds old, traffic up to 60.
             * @example 2026-02-05T07:26:46Z
             */
            retrievedAt: string;
            /**
             * @description Kilobytes of recent days, in Freebit's order. Order, length and whether today is included are not documented, so no
             *     dates are given. A value that is not a number is null.
             * @example [
             *       100,
             *       200,
             *       300
             *     ]
             */
            recentDaysKb: (number | null)[];
            /**
             * @description Phone number in national form.
             * @example 09012345678
             */
            msisdn: string;
            /**
             * @description Kilobytes used today. Freebit does not say whether a kilobyte is 1000 or 1024 bytes.
             * @example 100
             */
            todayKb: number;
            /**
             * @description Whether the line is on Freebit's blacklist; left out when Freebit does not say.
             * @example true
             */
            blacklisted?: boolean;
            /**
             * @description True if Freebit could not answer and this is an earlier answer.
             * @example false
             */
            stale: boolean;
        };
        Quota: {
            /**
             * Format: date-time
             * @description When Freebit answered, RFC 3339 in UTC. A cached answer is up to 30 seconds old, traffic up to 60.
             * @example 2026-02-05T07:26:46Z
             */
            retrievedAt: string;
            /**
             * @description Phone number in national form.
             * @example 09012345678
             */
            msisdn: string;
            /**
             * @description Freebit's number, unchanged. Freebit has confirmed neither its unit (presumably MB) nor whether it is the granted or
             *     the remaining amount. Null if Freebit gives none.
             * @example 3161.31
             */
            quotaMb: number | null;
            /**
             * @description True if Freebit could not answer and this is an earlier answer.
             * @example false
             */
            stale: boolean;
        };
        SimTarget: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "sim";
            /**
             * @description Phone number in national form.
             * @example 09012345678
             */
            msisdn: string;
        };
        ShareGroupTarget: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "share_group";
            /** @example AAA0_00000000001 */
            groupCode: string;
        };
        QuotaAddition: {
            /**
             * Format: uuid
             * @description The id of this write, also in problems and logs.
             * @example 0f8fad5b-d9cb-869f-a165-70867728950e
             */
            operationId: string;
            target: components["schemas"]["Target"];
            /**
             * @description Megabytes added.
             * @example 100
             */
            amountMb: number;
            /**
             * Format: date
             * @description As sent, without a promise that Freebit applies it; null if none was sent.
             * @example 2036-12-31
             */
            requestedExpiresOn: string | null;
            /**
             * Format: date-time
             * @description When Freebit accepted the addition, RFC 3339 in UTC.
             * @example 2026-02-05T07:26:46Z
             */
            acceptedAt: string;
            /**
             * @description As sent; null when none was sent.
             * @example campaign-100
             */
            reference: string | null;
        };
        QuotaAdditionRequest: {
            /**
             * @description Megabytes to add, a whole number (Freebit's `quota`).
             * @example 100
             */
            amountMb: number;
            /**
             * @description Your own reference for this addition (Freebit's `quotaCode`), shown in Freebit's quota history. Printable ASCII without
             *     spaces, 1 to 512 characters. It does not prevent adding twice: Freebit does not promise to refuse a second one.
             * @example campaign-100
             */
            reference?: string;
            /**
             * Format: date
             * @description Last day on which the data can be used, in Asia/Tokyo; today or later (Freebit's `expire`). Freebit
             *     silently ignores it if the contract has no expiry.
             */
            expiresOn?: string;
        };
        Plan: {
            /**
             * Format: date-time
             * @description When Freebit answered, RFC 3339 in UTC. A cached answer is up to 30 seconds old, traffic up to 60.
             * @example 2026-02-05T07:26:46Z
             */
            retrievedAt: string;
            /**
             * @description Phone number in national form.
             * @example 09012345678
             */
            msisdn: string;
            /**
             * @description Null when the line has no plan.
             * @example LTE3G_P01
             */
            planCode: string | null;
            /** @description Fixed global address; null when the line uses none. */
            ipv4: string | null;
            /** @description Fixed global address; null when the line uses none. */
            ipv6: string | null;
            /** @description A scheduled job; null if there is none. */
            pendingOperation: components["schemas"]["PendingOperation"] | null;
            /**
             * @description True if Freebit could not answer and this is an earlier answer.
             * @example false
             */
            stale: boolean;
        };
        PlanChange: {
            /**
             * Format: date
             * @description The requested day; null if there was none.
             */
            effectiveOn: string | null;
            /**
             * @description The id of this write, also in problems and logs.
             * @example 0f8fad5b-d9cb-469f-a165-70867728950e
             */
            operationId: string;
            /**
             * @description Phone number in national form.
             * @example 09012345678
             */
            msisdn: string;
            /** @example LTE3G_P02 */
            planCode: string;
            /**
             * @description `applied`: done. `scheduled`: Freebit will do it on `effectiveOn`.
             * @example applied
             * @enum {string}
             */
            state: "applied" | "scheduled";
            /** @description Fixed global address that Freebit has allocated; null when none. */
            ipv4: string | null;
            /** @description Fixed global address that Freebit has allocated; null when none. */
            ipv6: string | null;
        };
        PlanChangeRequest: {
            /**
             * Format: date
             * @description The day of the change in Asia/Tokyo, today or later; omitted: the plan changes at once. A scheduled change cannot
             *     be cancelled through this gateway, and blocks other writes on the line until it is done.
             */
            effectiveOn?: string;
            /**
             * @description A plan code of your contract with Freebit: 1 to 32 letters, digits, `_` or `-`.
             * @example LTE3G_P02
             */
            planCode: string;
            /**
             * @description `false` switches a global IP address off; left out, it stays as it is. `true` is refused unless the operator of
             *     this gateway has configured Freebit's code for it.
             * @example false
             */
            globalIp?: boolean;
        };
        ShareGroupTraffic: {
            /**
             * Format: date-time
             * @description When Freebit answered, RFC 3339 in UTC. A cached answer is up to 30 seconds old, traffic up to 60.
             * @example 2026-02-05T07:26:46Z
             */
            retrievedAt: string;
            /** @example AAA0_00000000001 */
            groupCode: string;
            /**
             * @description Kilobytes used today. Freebit does not say whether a kilobyte is 1000 or 1024 bytes.
             * @example 100
             */
            todayKb: number;
            /**
             * @description Whether the group is on Freebit's blacklist; left out when Freebit does not say.
             * @example true
             */
            blacklisted?: boolean;
            /**
             * @description True if Freebit could not answer and this is an earlier answer.
             * @example false
             */
            stale: boolean;
        };
        LinkedSim: {
            /**
             * Format: date
             * @description Day of activation in Asia/Tokyo (Freebit's `startDate`); null if Freebit gives none.
             */
            activatedOn: string | null;
            /**
             * Format: uri-reference
             * @description Where to read the SIM: a path on the host of this gateway.
             * @example /sims/08038433843
             */
            href: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "sim";
            /**
             * @description The phone number in national form, as in `msisdn`.
             * @example 08038433843
             */
            account: string;
            /**
             * @description Phone number in national form.
             * @example 08038433843
             */
            msisdn: string;
            /**
             * @description The same number in international form (E.164).
             * @example +818038433843
             */
            phoneNumber: string;
            /**
             * @example suspended
             * @enum {string}
             */
            status: "unknown" | "waiting" | "temporary" | "active" | "suspended" | "cancelled";
            /**
             * @description Freebit's relation code; absent if Freebit sends none.
             * @example testuser
             */
            relationCode?: string;
        };
        LinkedMasterAccount: {
            /**
             * Format: date
             * @description Day of activation in Asia/Tokyo (Freebit's `startDate`); null if Freebit gives none.
             */
            activatedOn: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "master";
            /**
             * @description The name of the master account.
             * @example testAccount@test.ne.jp
             */
            account: string;
            /**
             * @example suspended
             * @enum {string}
             */
            status: "unknown" | "waiting" | "temporary" | "active" | "suspended" | "cancelled";
            /**
             * @description Freebit's relation code; absent if Freebit sends none.
             * @example testuser
             */
            relationCode?: string;
        };
        OtherLinkedAccount: {
            /**
             * Format: date
             * @description Day of activation in Asia/Tokyo (Freebit's `startDate`); null if Freebit gives none.
             */
            activatedOn: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "other";
            /** @description As Freebit writes it. */
            account: string;
            /**
             * @example suspended
             * @enum {string}
             */
            status: "unknown" | "waiting" | "temporary" | "active" | "suspended" | "cancelled";
            /**
             * @description Freebit's relation code; absent if Freebit sends none.
             * @example testuser
             */
            relationCode?: string;
        };
        MasterAccount: {
            /**
             * Format: date-time
             * @description When Freebit answered, RFC 3339 in UTC. A cached answer is up to 30 seconds old, traffic up to 60.
             * @example 2026-02-05T07:26:46Z
             */
            retrievedAt: string;
            accounts: components["schemas"]["LinkedAccount"][];
            /** @example testMaster@test.ne.jp */
            account: string;
            /**
             * @description True if Freebit could not answer and this is an earlier answer.
             * @example false
             */
            stale: boolean;
        };
        Resolution: {
            /**
             * @description The attempt that was resolved.
             * @example 1
             */
            attempt: number;
            /**
             * Format: date-time
             * @description RFC 3339 in UTC.
             * @example 2026-02-05T08:00:00Z
             */
            at: string;
            /**
             * @example applied
             * @enum {string}
             */
            outcome: "not_applied" | "applied";
            /**
             * @description The caller that recorded it; `settlement` if the gateway found it by reading the line.
             * @example back-office
             */
            by: string;
            /**
             * @description How it was found out; null for a settlement.
             * @example The quota history of Freebit shows the addition.
             */
            note: string | null;
        };
        QuotaAdditionOperation: {
            /**
             * Format: uuid
             * @example 0f8fad5b-d9cb-869f-a165-70867728950e
             */
            operationId: string;
            /**
             * @description The number of the current attempt, from 1: after an attempt that applied nothing, the `Idempotency-Key` is free for
             *     another one. A finding is about one attempt.
             * @example 1
             */
            attempt: number;
            /** @description The whole number or group code, because a person has to ask Freebit about it. */
            target: components["schemas"]["Target"];
            /**
             * Format: date-time
             * @description When the attempt was begun, RFC 3339 in UTC.
             * @example 2026-02-05T07:26:46Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was sent to Freebit, RFC 3339 in UTC; null if it was not.
             * @example 2026-02-05T07:26:46Z
             */
            sentAt: string | null;
            /**
             * Format: date-time
             * @description When it ended, RFC 3339 in UTC; null while it runs, and if its gateway stopped before that.
             * @example 2026-02-05T07:26:48Z
             */
            endedAt: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "quota_addition";
            /** @description As the caller sent it. */
            command: components["schemas"]["QuotaAdditionRequest"];
            /**
             * @description `running`: not ended yet. `applied`: Freebit applied it. `not_applied`: Freebit did not apply it. `unknown`: it was
             *     sent, and no answer says whether Freebit applied it.
             * @example unknown
             * @enum {string}
             */
            state: "unknown" | "not_applied" | "applied" | "running";
            /**
             * @description The caller that sent it: the id of an API client, or `jwt:` and the subject of an access token.
             * @example portal
             */
            caller: string;
            /** @description The problem that the caller got; absent if there was none. */
            problem?: components["schemas"]["Problem"];
            /** @description The resolution of an unknown outcome; absent if there is none. */
            resolution?: components["schemas"]["Resolution"];
        };
        PlanChangeOperation: {
            /**
             * Format: uuid
             * @example 0f8fad5b-d9cb-869f-a165-70867728950e
             */
            operationId: string;
            /**
             * @description The number of the current attempt, from 1: after an attempt that applied nothing, the `Idempotency-Key` is free for
             *     another one. A finding is about one attempt.
             * @example 1
             */
            attempt: number;
            /** @description The whole number or group code, because a person has to ask Freebit about it. */
            target: components["schemas"]["Target"];
            /**
             * Format: date-time
             * @description When the attempt was begun, RFC 3339 in UTC.
             * @example 2026-02-05T07:26:46Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description When it was sent to Freebit, RFC 3339 in UTC; null if it was not.
             * @example 2026-02-05T07:26:46Z
             */
            sentAt: string | null;
            /**
             * Format: date-time
             * @description When it ended, RFC 3339 in UTC; null while it runs, and if its gateway stopped before that.
             * @example 2026-02-05T07:26:48Z
             */
            endedAt: string | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "plan_change";
            /** @description As the caller sent it. */
            command: components["schemas"]["PlanChangeRequest"];
            /**
             * @description `running`: not ended yet. `applied`: Freebit applied it. `not_applied`: Freebit did not apply it. `unknown`: it was
             *     sent, and no answer says whether Freebit applied it.
             * @example unknown
             * @enum {string}
             */
            state: "unknown" | "not_applied" | "applied" | "running";
            /**
             * @description The caller that sent it: the id of an API client, or `jwt:` and the subject of an access token.
             * @example portal
             */
            caller: string;
            /** @description The problem that the caller got; absent if there was none. */
            problem?: components["schemas"]["Problem"];
            /** @description The resolution of an unknown outcome; absent if there is none. */
            resolution?: components["schemas"]["Resolution"];
        };
        OperationPage: {
            operations: components["schemas"]["Operation"][];
            /**
             * @description The `cursor` of the next page; absent on the last one.
             * @example eyJiIjo0Mn0
             */
            next?: string;
        };
        ResolutionRequest: {
            /**
             * @description The `attempt` that you investigated.
             * @example 1
             */
            attempt: number;
            /**
             * @description How it was found out: one line without control characters, stored with the operation and in the audit log. Phone
             *     numbers in it are masked.
             * @example The quota history of Freebit shows the addition.
             */
            note: string;
            /**
             * @description `applied`: the key replays success from now on. `not_applied`: the key is free, and the write may be sent again.
             * @example applied
             * @enum {string}
             */
            outcome: "applied" | "not_applied";
        };
        RateLimit: {
            /**
             * @description Requests that may be sent at once.
             * @example 20
             */
            burst: number;
            /**
             * @description Requests that are left now.
             * @example 19
             */
            remaining: number;
            /**
             * @description Requests a second; may be a fraction.
             * @example 10
             */
            perSecond: number;
        };
        InFlightLimit: {
            /** @example 32 */
            limit: number;
            /**
             * @description How many more may be sent now.
             * @example 31
             */
            remaining: number;
        };
        LinesLimit: {
            /** @example 60 */
            limit: number;
            /** @example 600 */
            windowSeconds: number;
            /**
             * @description How many further lines may be used now.
             * @example 58
             */
            remaining: number;
        };
        DailyAmount: {
            /**
             * @description Megabytes in a calendar day of Asia/Tokyo.
             * @example 50000
             */
            limitMb: number;
            /**
             * @description Megabytes that are left today. Additions of unknown outcome count.
             * @example 49900
             */
            remainingMb: number;
            /**
             * Format: date
             * @description The current day in Asia/Tokyo.
             * @example 2026-02-05
             */
            day: string;
        };
        CallerLimits: {
            /**
             * @description The largest amount of one addition in megabytes.
             * @example 10000
             */
            maxAmountMb: number | null;
            rate: components["schemas"]["RateLimit"] | null;
            inFlight: components["schemas"]["InFlightLimit"] | null;
            /** @description Different lines whose traffic is read. Freebit forbids bulk retrieval of it. */
            trafficLines: components["schemas"]["LinesLimit"] | null;
            /** @description Different lines for everything else: details and writes. */
            otherLines: components["schemas"]["LinesLimit"] | null;
            dailyAmountMb: components["schemas"]["DailyAmount"] | null;
            /**
             * @description The only plan codes that may be set.
             * @example [
             *       "LTE3G_P01",
             *       "LTE3G_P02"
             *     ]
             */
            planCodes: string[] | null;
        };
        Me: {
            /**
             * @description What the caller may do.
             * @example [
             *       "sims:read",
             *       "quota:write"
             *     ]
             */
            scopes: ("sims:read" | "quota:write" | "plan:write" | "operations:resolve")[];
            /**
             * @description The id of an API client, or `jwt:` and the subject of an access token.
             * @example portal
             */
            id: string;
            /**
             * @example api_key
             * @enum {string}
             */
            authenticatedBy: "api_key" | "token";
            /**
             * @description The only lines that the caller may use: whole names, or prefixes with `*`. Null: all lines.
             * @example [
             *       "0901*",
             *       "AAA0_*"
             *     ]
             */
            lines: string[] | null;
            limits: components["schemas"]["CallerLimits"];
        };
        /**
         * @description The request is not valid. Correct what `errors` points at, then send the request again.
         * @example {
         *       "type": "/problems/validation-failed",
         *       "title": "The request is not valid",
         *       "status": 400,
         *       "code": "VALIDATION_FAILED",
         *       "detail": "The request does not follow the rules of this route. Nothing was sent to Freebit.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "errors": [
         *         {
         *           "pointer": "#/amountMb",
         *           "code": "out_of_range",
         *           "message": "amountMb must be at least 1"
         *         }
         *       ]
         *     }
         */
        ValidationFailed: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/validation-failed";
            /** @enum {unknown} */
            status: 400;
            /** @constant */
            code: "VALIDATION_FAILED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "VALIDATION_FAILED";
        };
        /**
         * @description A valid credential is missing. Send a valid API key in `X-API-Key`, or a valid access token in `Authorization: Bearer`.
         * @example {
         *       "type": "/problems/unauthenticated",
         *       "title": "A valid credential is missing",
         *       "status": 401,
         *       "code": "UNAUTHENTICATED",
         *       "detail": "The request has no credential, or one that is not valid here.",
         *       "instance": "/sims/090****5678",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": []
         *     }
         */
        Unauthenticated: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/unauthenticated";
            /** @enum {unknown} */
            status: 401;
            /** @constant */
            code: "UNAUTHENTICATED";
            /** @enum {unknown} */
            retryable: false;
        };
        /**
         * @description Access tokens cannot be checked at the moment. Wait for the seconds in `Retry-After`, then repeat the request, a write with the same key.
         * @example {
         *       "type": "/problems/authentication-unavailable",
         *       "title": "Access tokens cannot be checked at the moment",
         *       "status": 503,
         *       "code": "AUTHENTICATION_UNAVAILABLE",
         *       "detail": "The keys of the token issuer cannot be fetched, so the token can be neither accepted nor refused.",
         *       "instance": "/sims/090****5678",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        AuthenticationUnavailable: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/authentication-unavailable";
            /** @enum {unknown} */
            status: 503;
            /** @constant */
            code: "AUTHENTICATION_UNAVAILABLE";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "AUTHENTICATION_UNAVAILABLE";
        };
        /**
         * @description The credential does not allow this. Ask the operator of this gateway for the missing scope or line. `GET /me` shows what you have.
         * @example {
         *       "type": "/problems/permission-denied",
         *       "title": "The credential does not allow this",
         *       "status": 403,
         *       "code": "PERMISSION_DENIED",
         *       "detail": "The credential is valid, but lacks the scope for this action or may not use this line.",
         *       "instance": "/sims/090****5678",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": []
         *     }
         */
        PermissionDenied: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/permission-denied";
            /** @enum {unknown} */
            status: 403;
            /** @constant */
            code: "PERMISSION_DENIED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "PERMISSION_DENIED";
        };
        /**
         * @description The write exceeds a limit of this caller. Read the limit in `errors`, and what is left of it at `GET /me`. The operator can change it.
         * @example {
         *       "type": "/problems/write-not-allowed",
         *       "title": "The write exceeds a limit of this caller",
         *       "status": 403,
         *       "code": "WRITE_NOT_ALLOWED",
         *       "detail": "The operator limits how much data this caller may add, or which plans it may set. Nothing was sent to Freebit.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "errors": [
         *         {
         *           "pointer": "#/amountMb",
         *           "code": "amount_limit",
         *           "message": "This caller may add at most 10000 MB at once."
         *         }
         *       ]
         *     }
         */
        WriteNotAllowed: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/write-not-allowed";
            /** @enum {unknown} */
            status: 403;
            /** @constant */
            code: "WRITE_NOT_ALLOWED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "WRITE_NOT_ALLOWED";
        };
        /**
         * @description This operation does not exist. Use the `operationId` that the write or its problem document returned.
         * @example {
         *       "type": "/problems/operation-not-found",
         *       "title": "This operation does not exist",
         *       "status": 404,
         *       "code": "OPERATION_NOT_FOUND",
         *       "detail": "No write with this operation id is known, or it belongs to another caller.",
         *       "instance": "/operations/0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": []
         *     }
         */
        OperationNotFound: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/operation-not-found";
            /** @enum {unknown} */
            status: 404;
            /** @constant */
            code: "OPERATION_NOT_FOUND";
            /** @enum {unknown} */
            retryable: false;
        };
        /**
         * @description This attempt has no unknown outcome. Read the operation again, and check the attempt that it shows.
         * @example {
         *       "type": "/problems/operation-not-unknown",
         *       "title": "This attempt has no unknown outcome",
         *       "status": 409,
         *       "code": "OPERATION_NOT_UNKNOWN",
         *       "detail": "Only an attempt of unknown outcome can be resolved. This operation has ended or is running, or `attempt` is not its latest one. Nothing was changed.",
         *       "instance": "/operations/0f8fad5b-d9cb-869f-a165-70867728950e/resolution",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": []
         *     }
         */
        OperationNotUnknown: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/operation-not-unknown";
            /** @enum {unknown} */
            status: 409;
            /** @constant */
            code: "OPERATION_NOT_UNKNOWN";
            /** @enum {unknown} */
            retryable: false;
        };
        /**
         * @description This problem type does not exist. Read the whole catalogue at `/problems`.
         * @example {
         *       "type": "/problems/problem-not-found",
         *       "title": "This problem type does not exist",
         *       "status": 404,
         *       "code": "PROBLEM_NOT_FOUND",
         *       "detail": "The catalogue of problems has no entry with this name.",
         *       "instance": "/problems/no-such-problem",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": []
         *     }
         */
        ProblemNotFound: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/problem-not-found";
            /** @enum {unknown} */
            status: 404;
            /** @constant */
            code: "PROBLEM_NOT_FOUND";
            /** @enum {unknown} */
            retryable: false;
        };
        /**
         * @description The request did not arrive in time. Repeat the request on a new connection, a write with the same key.
         * @example {
         *       "type": "/problems/request-timeout",
         *       "title": "The request did not arrive in time",
         *       "status": 408,
         *       "code": "REQUEST_TIMEOUT",
         *       "detail": "The headers or the body of the request took too long to arrive. The connection was closed.",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        RequestTimeout: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/request-timeout";
            /** @enum {unknown} */
            status: 408;
            /** @constant */
            code: "REQUEST_TIMEOUT";
            /** @enum {unknown} */
            retryable: true;
        };
        /**
         * @description The request body is too large. Send only the documented properties.
         * @example {
         *       "type": "/problems/payload-too-large",
         *       "title": "The request body is too large",
         *       "status": 413,
         *       "code": "PAYLOAD_TOO_LARGE",
         *       "detail": "A request body may have at most 16 KiB.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "errors": []
         *     }
         */
        PayloadTooLarge: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/payload-too-large";
            /** @enum {unknown} */
            status: 413;
            /** @constant */
            code: "PAYLOAD_TOO_LARGE";
            /** @enum {unknown} */
            retryable: false;
        };
        /**
         * @description The request body has an unsupported media type. Send `Content-Type: application/json` and no `Content-Encoding`.
         * @example {
         *       "type": "/problems/unsupported-media-type",
         *       "title": "The request body has an unsupported media type",
         *       "status": 415,
         *       "code": "UNSUPPORTED_MEDIA_TYPE",
         *       "detail": "Only `application/json` in UTF-8 is accepted, without compression.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "errors": []
         *     }
         */
        UnsupportedMediaType: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/unsupported-media-type";
            /** @enum {unknown} */
            status: 415;
            /** @constant */
            code: "UNSUPPORTED_MEDIA_TYPE";
            /** @enum {unknown} */
            retryable: false;
        };
        /**
         * @description The request headers are too large. Send fewer or shorter headers.
         * @example {
         *       "type": "/problems/headers-too-large",
         *       "title": "The request headers are too large",
         *       "status": 431,
         *       "code": "HEADERS_TOO_LARGE",
         *       "detail": "Request line and headers together may have at most 16 KiB. The connection was closed.",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": []
         *     }
         */
        HeadersTooLarge: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/headers-too-large";
            /** @enum {unknown} */
            status: 431;
            /** @constant */
            code: "HEADERS_TOO_LARGE";
            /** @enum {unknown} */
            retryable: false;
        };
        /**
         * @description Too many requests. Wait for the seconds in `Retry-After`, then repeat the request, a write with the same key.
         * @example {
         *       "type": "/problems/rate-limited",
         *       "title": "Too many requests",
         *       "status": 429,
         *       "code": "RATE_LIMITED",
         *       "detail": "This caller has sent more requests than its limit allows.",
         *       "instance": "/sims/090****5678",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        RateLimited: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/rate-limited";
            /** @enum {unknown} */
            status: 429;
            /** @constant */
            code: "RATE_LIMITED";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "RATE_LIMITED";
        };
        /**
         * @description Too many different lines in a short time. Ask only for lines that a person is looking at. Wait for the seconds in `Retry-After`.
         * @example {
         *       "type": "/problems/bulk-query-blocked",
         *       "title": "Too many different lines in a short time",
         *       "status": 429,
         *       "code": "BULK_QUERY_BLOCKED",
         *       "detail": "Freebit forbids bulk retrieval, so a caller may use a limited number of different lines.",
         *       "instance": "/sims/090****5678/traffic",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        BulkQueryBlocked: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/bulk-query-blocked";
            /** @enum {unknown} */
            status: 429;
            /** @constant */
            code: "BULK_QUERY_BLOCKED";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "BULK_QUERY_BLOCKED";
        };
        /**
         * @description The gateway failed. Report the `requestId` to the operator of this gateway. Do not repeat a write.
         * @example {
         *       "type": "/problems/internal-error",
         *       "title": "The gateway failed",
         *       "status": 500,
         *       "code": "INTERNAL_ERROR",
         *       "detail": "An error in this gateway prevented an answer.",
         *       "instance": "/sims/090****5678",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": []
         *     }
         */
        InternalError: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/internal-error";
            /** @enum {unknown} */
            status: 500;
            /** @constant */
            code: "INTERNAL_ERROR";
            /** @enum {unknown} */
            retryable: false;
        };
        /**
         * @description The gateway is overloaded. Wait for the seconds in `Retry-After`, then repeat the request, a write with the same key.
         * @example {
         *       "type": "/problems/overloaded",
         *       "title": "The gateway is overloaded",
         *       "status": 503,
         *       "code": "OVERLOADED",
         *       "detail": "The gateway has more requests than it can answer in time, and refused this one.",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        Overloaded: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/overloaded";
            /** @enum {unknown} */
            status: 503;
            /** @constant */
            code: "OVERLOADED";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "OVERLOADED";
        };
        /**
         * @description The Idempotency-Key header is missing. Send a new UUID (version 7 is best) with every write, and the same one when you repeat it.
         * @example {
         *       "type": "/problems/idempotency-key-required",
         *       "title": "The Idempotency-Key header is missing",
         *       "status": 400,
         *       "code": "IDEMPOTENCY_KEY_REQUIRED",
         *       "detail": "A write needs an `Idempotency-Key`, so that it can be repeated without being executed twice.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "errors": []
         *     }
         */
        IdempotencyKeyRequired: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/idempotency-key-required";
            /** @enum {unknown} */
            status: 400;
            /** @constant */
            code: "IDEMPOTENCY_KEY_REQUIRED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "IDEMPOTENCY_KEY_REQUIRED";
        };
        /**
         * @description The Idempotency-Key header is malformed. Send a UUID (version 7 is best) as the key, made with a correct clock.
         * @example {
         *       "type": "/problems/idempotency-key-invalid",
         *       "title": "The Idempotency-Key header is malformed",
         *       "status": 400,
         *       "code": "IDEMPOTENCY_KEY_INVALID",
         *       "detail": "A key has 1 to 255 visible ASCII characters in one header line, and no time in the future.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "errors": []
         *     }
         */
        IdempotencyKeyInvalid: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/idempotency-key-invalid";
            /** @enum {unknown} */
            status: 400;
            /** @constant */
            code: "IDEMPOTENCY_KEY_INVALID";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "IDEMPOTENCY_KEY_INVALID";
        };
        /**
         * @description The Idempotency-Key is older than the records of this gateway. Look the line up. If the write was not applied, send it with a new key.
         * @example {
         *       "type": "/problems/idempotency-key-expired",
         *       "title": "The Idempotency-Key is older than the records of this gateway",
         *       "status": 409,
         *       "code": "IDEMPOTENCY_KEY_EXPIRED",
         *       "detail": "The key is so old that its record may be deleted, so this gateway cannot tell whether the write was executed. Nothing was sent now.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "unknown",
         *       "errors": []
         *     }
         */
        IdempotencyKeyExpired: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/idempotency-key-expired";
            /** @enum {unknown} */
            status: 409;
            /** @constant */
            code: "IDEMPOTENCY_KEY_EXPIRED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "IDEMPOTENCY_KEY_EXPIRED";
        };
        /**
         * @description A request with this Idempotency-Key is still running. Wait for the seconds in `Retry-After`, then repeat the request with the same key, never with a new one.
         * @example {
         *       "type": "/problems/idempotency-key-in-use",
         *       "title": "A request with this Idempotency-Key is still running",
         *       "status": 409,
         *       "code": "IDEMPOTENCY_KEY_IN_USE",
         *       "detail": "The first request with this key has not ended yet, so its outcome is not known yet.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "outcome": "unknown",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": []
         *     }
         */
        IdempotencyKeyInUse: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/idempotency-key-in-use";
            /** @enum {unknown} */
            status: 409;
            /** @constant */
            code: "IDEMPOTENCY_KEY_IN_USE";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "IDEMPOTENCY_KEY_IN_USE";
        };
        /**
         * @description This Idempotency-Key belongs to another request. Use a new key for a new write.
         * @example {
         *       "type": "/problems/idempotency-key-reused",
         *       "title": "This Idempotency-Key belongs to another request",
         *       "status": 422,
         *       "code": "IDEMPOTENCY_KEY_REUSED",
         *       "detail": "The key was used before with other content or on another line.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "errors": []
         *     }
         */
        IdempotencyKeyReused: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/idempotency-key-reused";
            /** @enum {unknown} */
            status: 422;
            /** @constant */
            code: "IDEMPOTENCY_KEY_REUSED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "IDEMPOTENCY_KEY_REUSED";
        };
        /**
         * @description The audit log cannot be written. Wait for the seconds in `Retry-After`, then repeat the request with the same key.
         * @example {
         *       "type": "/problems/audit-unavailable",
         *       "title": "The audit log cannot be written",
         *       "status": 503,
         *       "code": "AUDIT_UNAVAILABLE",
         *       "detail": "Every write is recorded in the audit log before it is sent, and that failed. Nothing was sent.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": []
         *     }
         */
        AuditUnavailable: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/audit-unavailable";
            /** @enum {unknown} */
            status: 503;
            /** @constant */
            code: "AUDIT_UNAVAILABLE";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "AUDIT_UNAVAILABLE";
        };
        /**
         * @description The operator has switched writes off. Repeat the request with the same key when writes are switched on again, or ask the operator.
         * @example {
         *       "type": "/problems/writes-disabled",
         *       "title": "The operator has switched writes off",
         *       "status": 503,
         *       "code": "WRITES_DISABLED",
         *       "detail": "This gateway accepts no writes at the moment. Reads still work. Nothing was sent.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "outcome": "not_applied",
         *       "errors": []
         *     }
         */
        WritesDisabled: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/writes-disabled";
            /** @enum {unknown} */
            status: 503;
            /** @constant */
            code: "WRITES_DISABLED";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "WRITES_DISABLED";
        };
        /**
         * @description Another write on this line is running. Wait for the seconds in `Retry-After`, then repeat the request with the same key.
         * @example {
         *       "type": "/problems/account-busy",
         *       "title": "Another write on this line is running",
         *       "status": 409,
         *       "code": "ACCOUNT_BUSY",
         *       "detail": "Writes on one line never overlap, and an earlier one has not ended yet.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": []
         *     }
         */
        AccountBusy: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/account-busy";
            /** @enum {unknown} */
            status: 409;
            /** @constant */
            code: "ACCOUNT_BUSY";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "ACCOUNT_BUSY";
        };
        /**
         * @description The outcome of an equal write is still unknown. Have a client with the scope `operations:resolve` look at the line and resolve that operation before you write again. If it belongs to another caller, you get 404 for it.
         * @example {
         *       "type": "/problems/previous-outcome-unknown",
         *       "title": "The outcome of an equal write is still unknown",
         *       "status": 409,
         *       "code": "PREVIOUS_OUTCOME_UNKNOWN",
         *       "detail": "A write with the same content may or may not have been applied. `operationId` names it.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": []
         *     }
         */
        PreviousOutcomeUnknown: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/previous-outcome-unknown";
            /** @enum {unknown} */
            status: 409;
            /** @constant */
            code: "PREVIOUS_OUTCOME_UNKNOWN";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "PREVIOUS_OUTCOME_UNKNOWN";
        };
        /**
         * @description Writes are not possible at the moment. Wait for the seconds in `Retry-After`, then repeat the request with the same key, never with a new one.
         * @example {
         *       "type": "/problems/idempotency-store-unavailable",
         *       "title": "Writes are not possible at the moment",
         *       "status": 503,
         *       "code": "IDEMPOTENCY_STORE_UNAVAILABLE",
         *       "detail": "The store that prevents writes from being executed twice does not answer. This request sent nothing to Freebit; an earlier one with the same key may have.",
         *       "instance": "/sims/090****5678/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "outcome": "not_applied",
         *       "errors": []
         *     }
         */
        IdempotencyStoreUnavailable: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/idempotency-store-unavailable";
            /** @enum {unknown} */
            status: 503;
            /** @constant */
            code: "IDEMPOTENCY_STORE_UNAVAILABLE";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "IDEMPOTENCY_STORE_UNAVAILABLE";
        };
        /**
         * @description This SIM does not exist. Check the number.
         * @example {
         *       "type": "/problems/sim-not-found",
         *       "title": "This SIM does not exist",
         *       "status": 404,
         *       "code": "SIM_NOT_FOUND",
         *       "detail": "Freebit has no line with this number.",
         *       "instance": "/sims/090****0210",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA03-02",
         *         "resultCode": "210",
         *         "statusCode": "500"
         *       }
         *     }
         */
        SimNotFound: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/sim-not-found";
            /** @enum {unknown} */
            status: 404;
            /** @constant */
            code: "SIM_NOT_FOUND";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "SIM_NOT_FOUND";
        };
        /**
         * @description This share group does not exist. Check the group code.
         * @example {
         *       "type": "/problems/share-group-not-found",
         *       "title": "This share group does not exist",
         *       "status": 404,
         *       "code": "SHARE_GROUP_NOT_FOUND",
         *       "detail": "Freebit has no share group with this code.",
         *       "instance": "/share-groups/ERR0_****0323/traffic",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA05-01",
         *         "resultCode": "323",
         *         "statusCode": "404"
         *       }
         *     }
         */
        ShareGroupNotFound: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/share-group-not-found";
            /** @enum {unknown} */
            status: 404;
            /** @constant */
            code: "SHARE_GROUP_NOT_FOUND";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "SHARE_GROUP_NOT_FOUND";
        };
        /**
         * @description This master account does not exist. Check the account name.
         * @example {
         *       "type": "/problems/master-account-not-found",
         *       "title": "This master account does not exist",
         *       "status": 404,
         *       "code": "MASTER_ACCOUNT_NOT_FOUND",
         *       "detail": "Freebit has no master account with this name.",
         *       "instance": "/master-accounts/u****@test.ne.jp",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA03-02",
         *         "resultCode": "210",
         *         "statusCode": "500"
         *       }
         *     }
         */
        MasterAccountNotFound: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/master-account-not-found";
            /** @enum {unknown} */
            status: 404;
            /** @constant */
            code: "MASTER_ACCOUNT_NOT_FOUND";
            /** @enum {unknown} */
            retryable: false;
        };
        /**
         * @description The state of the line forbids this. Read the SIM, and look at `status` and `pendingOperation`.
         * @example {
         *       "type": "/problems/account-state-conflict",
         *       "title": "The state of the line forbids this",
         *       "status": 409,
         *       "code": "ACCOUNT_STATE_CONFLICT",
         *       "detail": "Freebit refuses this in the present state of the line, for example cancelled or suspended.",
         *       "instance": "/sims/090****0211/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA04-04",
         *         "resultCode": "211",
         *         "statusCode": "500"
         *       }
         *     }
         */
        AccountStateConflict: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/account-state-conflict";
            /** @enum {unknown} */
            status: 409;
            /** @constant */
            code: "ACCOUNT_STATE_CONFLICT";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "ACCOUNT_STATE_CONFLICT";
        };
        /**
         * @description An operation is already in progress on this line. Wait for the seconds in `Retry-After`, then repeat the request.
         * @example {
         *       "type": "/problems/operation-in-progress",
         *       "title": "An operation is already in progress on this line",
         *       "status": 409,
         *       "code": "OPERATION_IN_PROGRESS",
         *       "detail": "Freebit is still processing an earlier request for this line. Nothing was applied.",
         *       "instance": "/sims/090****0230/plan",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA05-21",
         *         "resultCode": "230",
         *         "statusCode": "500"
         *       }
         *     }
         */
        OperationInProgress: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/operation-in-progress";
            /** @enum {unknown} */
            status: 409;
            /** @constant */
            code: "OPERATION_IN_PROGRESS";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "OPERATION_IN_PROGRESS";
        };
        /**
         * @description The SIM belongs to a share group. Use the share group instead, or take the line out of it first.
         * @example {
         *       "type": "/problems/sim-in-share-group",
         *       "title": "The SIM belongs to a share group",
         *       "status": 409,
         *       "code": "SIM_IN_SHARE_GROUP",
         *       "detail": "Freebit refuses this for a line that is a member of a share group.",
         *       "instance": "/sims/090****0330/plan",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA05-21",
         *         "resultCode": "330",
         *         "statusCode": "500"
         *       }
         *     }
         */
        SimInShareGroup: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/sim-in-share-group";
            /** @enum {unknown} */
            status: 409;
            /** @constant */
            code: "SIM_IN_SHARE_GROUP";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "SIM_IN_SHARE_GROUP";
        };
        /**
         * @description Freebit rejected the account. Check that the number or code belongs to this contract.
         * @example {
         *       "type": "/problems/account-rejected",
         *       "title": "Freebit rejected the account",
         *       "status": 422,
         *       "code": "ACCOUNT_REJECTED",
         *       "detail": "Freebit does not accept this account in this request.",
         *       "instance": "/sims/090****0201",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA03-02",
         *         "resultCode": "201",
         *         "statusCode": "400"
         *       }
         *     }
         */
        AccountRejected: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/account-rejected";
            /** @enum {unknown} */
            status: 422;
            /** @constant */
            code: "ACCOUNT_REJECTED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "ACCOUNT_REJECTED";
        };
        /**
         * @description Freebit rejected a value. Check every value against the contract with Freebit.
         * @example {
         *       "type": "/problems/parameter-rejected",
         *       "title": "Freebit rejected a value",
         *       "status": 422,
         *       "code": "PARAMETER_REJECTED",
         *       "detail": "Freebit does not accept a value of this request, and does not say which.",
         *       "instance": "/sims/090****0204/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA04-04",
         *         "resultCode": "204",
         *         "statusCode": "400"
         *       }
         *     }
         */
        ParameterRejected: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/parameter-rejected";
            /** @enum {unknown} */
            status: 422;
            /** @constant */
            code: "PARAMETER_REJECTED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "PARAMETER_REJECTED";
        };
        /**
         * @description Freebit rejected the plan code. Send a plan code of your contract.
         * @example {
         *       "type": "/problems/plan-code-rejected",
         *       "title": "Freebit rejected the plan code",
         *       "status": 422,
         *       "code": "PLAN_CODE_REJECTED",
         *       "detail": "The plan code is unknown to Freebit or not allowed for this line.",
         *       "instance": "/sims/090****0220/plan",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": [
         *         {
         *           "pointer": "#/planCode",
         *           "code": "plan_code_rejected",
         *           "message": "Freebit rejected this value."
         *         }
         *       ],
         *       "upstream": {
         *         "api": "PA05-21",
         *         "resultCode": "220",
         *         "statusCode": "400"
         *       }
         *     }
         */
        PlanCodeRejected: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/plan-code-rejected";
            /** @enum {unknown} */
            status: 422;
            /** @constant */
            code: "PLAN_CODE_REJECTED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "PLAN_CODE_REJECTED";
        };
        /**
         * @description Freebit rejected the amount. Send an amount that your contract allows.
         * @example {
         *       "type": "/problems/quota-amount-rejected",
         *       "title": "Freebit rejected the amount",
         *       "status": 422,
         *       "code": "QUOTA_AMOUNT_REJECTED",
         *       "detail": "Freebit does not accept this amount of data for this line.",
         *       "instance": "/sims/090****0221/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": [
         *         {
         *           "pointer": "#/amountMb",
         *           "code": "quota_rejected",
         *           "message": "Freebit rejected this value."
         *         }
         *       ],
         *       "upstream": {
         *         "api": "PA04-04",
         *         "resultCode": "221",
         *         "statusCode": "400"
         *       }
         *     }
         */
        QuotaAmountRejected: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/quota-amount-rejected";
            /** @enum {unknown} */
            status: 422;
            /** @constant */
            code: "QUOTA_AMOUNT_REJECTED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "QUOTA_AMOUNT_REJECTED";
        };
        /**
         * @description Freebit rejected the choice of a global IP address. Leave `globalIp` out, or choose another plan.
         * @example {
         *       "type": "/problems/global-ip-rejected",
         *       "title": "Freebit rejected the choice of a global IP address",
         *       "status": 422,
         *       "code": "GLOBAL_IP_REJECTED",
         *       "detail": "Freebit does not accept this choice of a global IP address for this line or plan.",
         *       "instance": "/sims/090****0231/plan",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": [
         *         {
         *           "pointer": "#/globalIp",
         *           "code": "global_ip_rejected",
         *           "message": "Freebit rejected this value."
         *         }
         *       ],
         *       "upstream": {
         *         "api": "PA05-21",
         *         "resultCode": "231",
         *         "statusCode": "400"
         *       }
         *     }
         */
        GlobalIpRejected: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/global-ip-rejected";
            /** @enum {unknown} */
            status: 422;
            /** @constant */
            code: "GLOBAL_IP_REJECTED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "GLOBAL_IP_REJECTED";
        };
        /**
         * @description The service is not provided for this line. Check the contract of the line.
         * @example {
         *       "type": "/problems/service-not-provided",
         *       "title": "The service is not provided for this line",
         *       "status": 422,
         *       "code": "SERVICE_NOT_PROVIDED",
         *       "detail": "The contract of this line does not include what was asked for.",
         *       "instance": "/sims/090****0233/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA04-04",
         *         "resultCode": "233",
         *         "statusCode": "500"
         *       }
         *     }
         */
        ServiceNotProvided: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/service-not-provided";
            /** @enum {unknown} */
            status: 422;
            /** @constant */
            code: "SERVICE_NOT_PROVIDED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "SERVICE_NOT_PROVIDED";
        };
        /**
         * @description Data cannot be added to this line. Check the plan of the line.
         * @example {
         *       "type": "/problems/quota-addition-not-allowed",
         *       "title": "Data cannot be added to this line",
         *       "status": 422,
         *       "code": "QUOTA_ADDITION_NOT_ALLOWED",
         *       "detail": "The plan of the line does not allow data to be added.",
         *       "instance": "/sims/090****0234/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA04-04",
         *         "resultCode": "234",
         *         "statusCode": "500"
         *       }
         *     }
         */
        QuotaAdditionNotAllowed: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/quota-addition-not-allowed";
            /** @enum {unknown} */
            status: 422;
            /** @constant */
            code: "QUOTA_ADDITION_NOT_ALLOWED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "QUOTA_ADDITION_NOT_ALLOWED";
        };
        /**
         * @description Freebit rejected the reference. Send another `reference`, or none.
         * @example {
         *       "type": "/problems/quota-reference-rejected",
         *       "title": "Freebit rejected the reference",
         *       "status": 422,
         *       "code": "QUOTA_REFERENCE_REJECTED",
         *       "detail": "Freebit does not accept the `reference` of this addition.",
         *       "instance": "/sims/090****0237/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "not_applied",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": [
         *         {
         *           "pointer": "#/reference",
         *           "code": "quota_code_rejected",
         *           "message": "Freebit rejected this value."
         *         }
         *       ],
         *       "upstream": {
         *         "api": "PA04-04",
         *         "resultCode": "237",
         *         "statusCode": "400"
         *       }
         *     }
         */
        QuotaReferenceRejected: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/quota-reference-rejected";
            /** @enum {unknown} */
            status: 422;
            /** @constant */
            code: "QUOTA_REFERENCE_REJECTED";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "QUOTA_REFERENCE_REJECTED";
        };
        /**
         * @description The line is not eligible for this. Read the SIM and its plan. If it is in a share group, use the group.
         * @example {
         *       "type": "/problems/phone-number-not-eligible",
         *       "title": "The line is not eligible for this",
         *       "status": 422,
         *       "code": "PHONE_NUMBER_NOT_ELIGIBLE",
         *       "detail": "The line has no plan, or belongs to a share group.",
         *       "instance": "/sims/090****0240/traffic",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA05-01",
         *         "resultCode": "240",
         *         "statusCode": "500"
         *       }
         *     }
         */
        PhoneNumberNotEligible: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/phone-number-not-eligible";
            /** @enum {unknown} */
            status: 422;
            /** @constant */
            code: "PHONE_NUMBER_NOT_ELIGIBLE";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "PHONE_NUMBER_NOT_ELIGIBLE";
        };
        /**
         * @description It is unknown whether the write was applied. Do not send the write again with a new key. Look the line up, and have the operation in `operationId` resolved.
         * @example {
         *       "type": "/problems/outcome-unknown",
         *       "title": "It is unknown whether the write was applied",
         *       "status": 504,
         *       "code": "OUTCOME_UNKNOWN",
         *       "detail": "The write may have reached Freebit, but no answer says whether it was applied.",
         *       "instance": "/sims/090****1002/quota",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "outcome": "unknown",
         *       "operationId": "0f8fad5b-d9cb-869f-a165-70867728950e",
         *       "errors": []
         *     }
         */
        OutcomeUnknown: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/outcome-unknown";
            /** @enum {unknown} */
            status: 504 | 502 | 409;
            /** @constant */
            code: "OUTCOME_UNKNOWN";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "OUTCOME_UNKNOWN";
        };
        /**
         * @description Freebit and the gateway disagree about the contract. Report the `requestId` to the operator of this gateway.
         * @example {
         *       "type": "/problems/upstream-contract-violation",
         *       "title": "Freebit and the gateway disagree about the contract",
         *       "status": 502,
         *       "code": "UPSTREAM_CONTRACT_VIOLATION",
         *       "detail": "Freebit refused a field that the gateway itself fills in, or answered with something undocumented.",
         *       "instance": "/sims/090****0200",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": false,
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA03-02",
         *         "resultCode": "200",
         *         "statusCode": "400"
         *       }
         *     }
         */
        UpstreamContractViolation: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/upstream-contract-violation";
            /** @enum {unknown} */
            status: 502;
            /** @constant */
            code: "UPSTREAM_CONTRACT_VIOLATION";
            /** @enum {unknown} */
            retryable: false;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "UPSTREAM_CONTRACT_VIOLATION";
        };
        /**
         * @description Freebit reports an internal error. Repeat the request in a few seconds.
         * @example {
         *       "type": "/problems/upstream-error",
         *       "title": "Freebit reports an internal error",
         *       "status": 502,
         *       "code": "UPSTREAM_ERROR",
         *       "detail": "Freebit answered that an unexpected error occurred.",
         *       "instance": "/sims/090****5678/traffic",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": [],
         *       "upstream": {
         *         "api": "PA05-01",
         *         "resultCode": "900",
         *         "statusCode": "500"
         *       }
         *     }
         */
        UpstreamError: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/upstream-error";
            /** @enum {unknown} */
            status: 502;
            /** @constant */
            code: "UPSTREAM_ERROR";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "UPSTREAM_ERROR";
        };
        /**
         * @description The answer of Freebit cannot be read. Repeat the request in a few seconds.
         * @example {
         *       "type": "/problems/upstream-invalid-response",
         *       "title": "The answer of Freebit cannot be read",
         *       "status": 502,
         *       "code": "UPSTREAM_INVALID_RESPONSE",
         *       "detail": "Freebit sent an answer that does not belong to its API.",
         *       "instance": "/sims/090****1003",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        UpstreamInvalidResponse: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/upstream-invalid-response";
            /** @enum {unknown} */
            status: 502;
            /** @constant */
            code: "UPSTREAM_INVALID_RESPONSE";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "UPSTREAM_INVALID_RESPONSE";
        };
        /**
         * @description The connection to Freebit was lost. Repeat the request in a few seconds.
         * @example {
         *       "type": "/problems/upstream-connection-lost",
         *       "title": "The connection to Freebit was lost",
         *       "status": 502,
         *       "code": "UPSTREAM_CONNECTION_LOST",
         *       "detail": "The connection to Freebit broke before its answer was complete.",
         *       "instance": "/sims/090****1002",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        UpstreamConnectionLost: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/upstream-connection-lost";
            /** @enum {unknown} */
            status: 502;
            /** @constant */
            code: "UPSTREAM_CONNECTION_LOST";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "UPSTREAM_CONNECTION_LOST";
        };
        /**
         * @description Freebit did not answer in time. Repeat the request in a few seconds.
         * @example {
         *       "type": "/problems/upstream-timeout",
         *       "title": "Freebit did not answer in time",
         *       "status": 504,
         *       "code": "UPSTREAM_TIMEOUT",
         *       "detail": "Freebit gave no complete answer before the deadline of this request.",
         *       "instance": "/sims/090****1001",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        UpstreamTimeout: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/upstream-timeout";
            /** @enum {unknown} */
            status: 504;
            /** @constant */
            code: "UPSTREAM_TIMEOUT";
            /** @enum {unknown} */
            retryable: true;
        };
        /**
         * @description The gateway cannot log in to Freebit. Wait for the seconds in `Retry-After`, then repeat. If it lasts, tell the operator of this gateway.
         * @example {
         *       "type": "/problems/upstream-auth-failed",
         *       "title": "The gateway cannot log in to Freebit",
         *       "status": 503,
         *       "code": "UPSTREAM_AUTH_FAILED",
         *       "detail": "The gateway could not get a login that Freebit accepts in time. Nothing was applied.",
         *       "instance": "/sims/090****5678",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        UpstreamAuthFailed: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/upstream-auth-failed";
            /** @enum {unknown} */
            status: 503;
            /** @constant */
            code: "UPSTREAM_AUTH_FAILED";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "UPSTREAM_AUTH_FAILED";
        };
        /**
         * @description Freebit cannot be reached. Wait for the seconds in `Retry-After`, then repeat the request.
         * @example {
         *       "type": "/problems/upstream-unreachable",
         *       "title": "Freebit cannot be reached",
         *       "status": 503,
         *       "code": "UPSTREAM_UNREACHABLE",
         *       "detail": "The gateway could not connect to Freebit. Nothing was sent.",
         *       "instance": "/sims/090****5678",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        UpstreamUnreachable: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/upstream-unreachable";
            /** @enum {unknown} */
            status: 503;
            /** @constant */
            code: "UPSTREAM_UNREACHABLE";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "UPSTREAM_UNREACHABLE";
        };
        /**
         * @description The gateway is not calling Freebit at the moment. Wait for the seconds in `Retry-After`, then repeat the request.
         * @example {
         *       "type": "/problems/upstream-unavailable",
         *       "title": "The gateway is not calling Freebit at the moment",
         *       "status": 503,
         *       "code": "UPSTREAM_UNAVAILABLE",
         *       "detail": "Freebit is failing or busy, or there was no time left, so the gateway did not call it. Nothing was sent.",
         *       "instance": "/sims/090****5678",
         *       "requestId": "6f1c9e52-9c0b-4c53-9b5e-0b1f7f0f0a11",
         *       "retryable": true,
         *       "errors": []
         *     }
         */
        UpstreamUnavailable: components["schemas"]["Problem"] & {
            /** @constant */
            type: "/problems/upstream-unavailable";
            /** @enum {unknown} */
            status: 503;
            /** @constant */
            code: "UPSTREAM_UNAVAILABLE";
            /** @enum {unknown} */
            retryable: true;
        } & {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            code: "UPSTREAM_UNAVAILABLE";
        };
        LinkedAccount: components["schemas"]["LinkedSim"] | components["schemas"]["LinkedMasterAccount"] | components["schemas"]["OtherLinkedAccount"];
        Target: components["schemas"]["SimTarget"] | components["schemas"]["ShareGroupTarget"];
        Operation: components["schemas"]["QuotaAdditionOperation"] | components["schemas"]["PlanChangeOperation"];
    };
    responses: {
        /** @description The request is not valid. */
        ValidationFailed: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailed"];
            };
        };
        /** @description The gateway failed. */
        InternalError: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InternalError"];
            };
        };
        /** @description The gateway is overloaded. */
        Overloaded: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Overloaded"];
            };
        };
        /** @description The request is not valid. */
        ValidationFailed2: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailed"];
            };
        };
        /** @description A valid credential is missing. */
        Unauthenticated: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Unauthenticated"];
            };
        };
        /** @description The credential does not allow this. */
        PermissionDenied: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PermissionDenied"];
            };
        };
        /** @description This SIM does not exist. */
        SimNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["SimNotFound"];
            };
        };
        /** @description The request did not arrive in time. */
        RequestTimeout: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RequestTimeout"];
            };
        };
        /** @description One of `ACCOUNT_STATE_CONFLICT`, `SIM_IN_SHARE_GROUP`. */
        Conflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountStateConflict"] | components["schemas"]["SimInShareGroup"];
            };
        };
        /** @description One of `ACCOUNT_REJECTED`, `PHONE_NUMBER_NOT_ELIGIBLE`. */
        UnprocessableEntity: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AccountRejected"] | components["schemas"]["PhoneNumberNotEligible"];
            };
        };
        /** @description One of `RATE_LIMITED`, `BULK_QUERY_BLOCKED`. */
        TooManyRequests: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RateLimited"] | components["schemas"]["BulkQueryBlocked"];
            };
        };
        /** @description The request headers are too large. */
        HeadersTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["HeadersTooLarge"];
            };
        };
        /** @description The gateway failed. */
        InternalError2: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["InternalError"];
            };
        };
        /** @description One of `UPSTREAM_CONTRACT_VIOLATION`, `UPSTREAM_ERROR`, `UPSTREAM_INVALID_RESPONSE`, `UPSTREAM_CONNECTION_LOST`. */
        BadGateway: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UpstreamContractViolation"] | components["schemas"]["UpstreamError"] | components["schemas"]["UpstreamInvalidResponse"] | components["schemas"]["UpstreamConnectionLost"];
            };
        };
        /** @description One of `AUTHENTICATION_UNAVAILABLE`, `OVERLOADED`, `UPSTREAM_AUTH_FAILED`, `UPSTREAM_UNREACHABLE`, `UPSTREAM_UNAVAILABLE`. */
        ServiceUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AuthenticationUnavailable"] | components["schemas"]["Overloaded"] | components["schemas"]["UpstreamAuthFailed"] | components["schemas"]["UpstreamUnreachable"] | components["schemas"]["UpstreamUnavailable"];
            };
        };
        /** @description Freebit did not answer in time. */
        UpstreamTimeout: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UpstreamTimeout"];
            };
        };
        /** @description One of `SIM_NOT_FOUND`, `SHARE_GROUP_NOT_FOUND`. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["SimNotFound"] | components["schemas"]["ShareGroupNotFound"];
            };
        };
        /** @description One of `VALIDATION_FAILED`, `IDEMPOTENCY_KEY_REQUIRED`, `IDEMPOTENCY_KEY_INVALID`. */
        WriteBadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ValidationFailed"] | components["schemas"]["IdempotencyKeyRequired"] | components["schemas"]["IdempotencyKeyInvalid"];
            };
        };
        /** @description One of `PERMISSION_DENIED`, `WRITE_NOT_ALLOWED`. */
        WriteForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PermissionDenied"] | components["schemas"]["WriteNotAllowed"];
            };
        };
        /** @description One of `IDEMPOTENCY_KEY_EXPIRED`, `IDEMPOTENCY_KEY_IN_USE`, `ACCOUNT_BUSY`, `PREVIOUS_OUTCOME_UNKNOWN`, `ACCOUNT_STATE_CONFLICT`, `OPERATION_IN_PROGRESS`, `SIM_IN_SHARE_GROUP`, `OUTCOME_UNKNOWN`. */
        WriteConflict: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                Location: components["headers"]["Location"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyExpired"] | components["schemas"]["IdempotencyKeyInUse"] | components["schemas"]["AccountBusy"] | components["schemas"]["PreviousOutcomeUnknown"] | components["schemas"]["AccountStateConflict"] | components["schemas"]["OperationInProgress"] | components["schemas"]["SimInShareGroup"] | components["schemas"]["OutcomeUnknown"];
            };
        };
        /** @description The request body is too large. */
        PayloadTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["PayloadTooLarge"];
            };
        };
        /** @description The request body has an unsupported media type. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["UnsupportedMediaType"];
            };
        };
        /** @description One of `IDEMPOTENCY_KEY_REUSED`, `ACCOUNT_REJECTED`, `PARAMETER_REJECTED`, `QUOTA_AMOUNT_REJECTED`, `SERVICE_NOT_PROVIDED`, `QUOTA_ADDITION_NOT_ALLOWED`, `QUOTA_REFERENCE_REJECTED`, `PHONE_NUMBER_NOT_ELIGIBLE`. */
        WriteUnprocessableEntity: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["IdempotencyKeyReused"] | components["schemas"]["AccountRejected"] | components["schemas"]["ParameterRejected"] | components["schemas"]["QuotaAmountRejected"] | components["schemas"]["ServiceNotProvided"] | components["schemas"]["QuotaAdditionNotAllowed"] | components["schemas"]["QuotaReferenceRejected"] | components["schemas"]["PhoneNumberNotEligible"];
            };
        };
        /** @description One of `OUTCOME_UNKNOWN`, `UPSTREAM_CONTRACT_VIOLATION`. */
        WriteBadGateway: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                Location: components["headers"]["Location"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["OutcomeUnknown"] | components["schemas"]["UpstreamContractViolation"];
            };
        };
        /** @description One of `AUTHENTICATION_UNAVAILABLE`, `OVERLOADED`, `AUDIT_UNAVAILABLE`, `WRITES_DISABLED`, `IDEMPOTENCY_STORE_UNAVAILABLE`, `UPSTREAM_AUTH_FAILED`, `UPSTREAM_UNREACHABLE`, `UPSTREAM_UNAVAILABLE`. */
        WriteServiceUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AuthenticationUnavailable"] | components["schemas"]["Overloaded"] | components["schemas"]["AuditUnavailable"] | components["schemas"]["WritesDisabled"] | components["schemas"]["IdempotencyStoreUnavailable"] | components["schemas"]["UpstreamAuthFailed"] | components["schemas"]["UpstreamUnreachable"] | components["schemas"]["UpstreamUnavailable"];
            };
        };
        /** @description It is unknown whether the write was applied. */
        OutcomeUnknown: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                Location: components["headers"]["Location"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["OutcomeUnknown"];
            };
        };
        /** @description This share group does not exist. */
        ShareGroupNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["ShareGroupNotFound"];
            };
        };
        /** @description This operation does not exist. */
        OperationNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["OperationNotFound"];
            };
        };
        /** @description Too many requests. */
        RateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["RateLimited"];
            };
        };
        /** @description One of `AUTHENTICATION_UNAVAILABLE`, `OVERLOADED`, `IDEMPOTENCY_STORE_UNAVAILABLE`. */
        ServiceUnavailable2: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["AuthenticationUnavailable"] | components["schemas"]["Overloaded"] | components["schemas"]["IdempotencyStoreUnavailable"];
            };
        };
    };
    parameters: {
        /** @description Phone number (電話番号) of the SIM: 11 digits that start with 0, 14 that start with 0200, or `+81` and the number without its 0. */
        Msisdn: string;
        /** @description `no-cache` asks Freebit again, unless the cached answer is younger than 10 seconds (traffic: 60). Any other value changes nothing. */
        CacheControl: string;
        /**
         * @description Your own name for this write: a new UUID (version 7 is best) for every write, and the same one when you repeat it.
         *
         *     1 to 255 visible ASCII characters in one header line. It belongs to you and this route.
         *
         *     The same key with the same content gives the same answer again, with `Idempotency-Replayed: true`, and nothing is sent to Freebit. While the first request runs: 409 `IDEMPOTENCY_KEY_IN_USE`. With other content: 422 `IDEMPOTENCY_KEY_REUSED`.
         *
         *     After a problem with `retryable: true` repeat with the same key. After `OUTCOME_UNKNOWN` the key answers the same until the operation is resolved.
         */
        IdempotencyKey: string;
        /** @description The user of your application who asked for this: 1 to 128 visible ASCII characters, for the audit log only. */
        XOnBehalfOf: string;
        /** @description Code of the share group (シェアグループコード). */
        GroupCode: string;
        /** @description As returned by a write, its problem or a list of operations. */
        OperationId: string;
    };
    requestBodies: never;
    headers: {
        /** @description The id of this request: yours if it was well-formed, else a new one. In a replay, `requestId` in the body is the id of the request that was answered first. */
        "X-Request-Id": string;
        /** @description Age of a cached answer in seconds, counted from the call to Freebit; omitted if Freebit was called for this request. */
        Age: number;
        /** @description Where the answer came from (RFC 9211). `hit; ttl=18`: from the cache, and fresh for 18 more seconds. `fwd=...`: Freebit was called, because there was no cached answer (`miss`), it was too old (`stale`), you asked for a new one (`request`), or the cache must not be used now (`bypass`, with `detail`). `stored`: the answer is now in the cache. `collapsed`: shared with another request for the same. `detail=stale-if-error`: Freebit could not answer, and this is an earlier answer. */
        "Cache-Status": string;
        /** @description `true` if this is the recorded answer to an earlier request with the same key; otherwise omitted. */
        "Idempotency-Replayed": "true";
        /** @description The path of the operation, which shows the outcome of the write. */
        Location: string;
        /** @description The credentials that this gateway accepts; with `error` if an access token was not valid. */
        "WWW-Authenticate": string;
        /** @description The limits of the caller (IETF draft, revision 11): `rate` counts requests, `lines` different lines; `q` of them in `w` seconds. Only active limits are listed. */
        "RateLimit-Policy": string;
        /** @description What is left of each limit: `r` more, and `t` seconds until there is more again. */
        RateLimit: string;
        /** @description Seconds to wait before the same request is sent again. */
        "Retry-After": number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listProblems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every kind of problem. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemKind"][];
                    "text/html": string;
                };
            };
            400: components["responses"]["ValidationFailed"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getProblem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The last part of a problem's `type`. */
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The kind of problem. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemKind"];
                    "text/html": string;
                };
            };
            400: components["responses"]["ValidationFailed"];
            /** @description This problem type does not exist. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemNotFound"];
                };
            };
            500: components["responses"]["InternalError"];
            503: components["responses"]["Overloaded"];
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process runs. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            400: components["responses"]["ValidationFailed"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is ready, perhaps degraded. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            400: components["responses"]["ValidationFailed"];
            /** @description It is shutting down, or its store may lose records of writes. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that this process counts. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            400: components["responses"]["ValidationFailed"];
        };
    };
    getSim: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache` asks Freebit again, unless the cached answer is younger than 10 seconds (traffic: 60). Any other value changes nothing. */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path: {
                /** @description Phone number (電話番号) of the SIM: 11 digits that start with 0, 14 that start with 0200, or `+81` and the number without its 0. */
                msisdn: components["parameters"]["Msisdn"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As Freebit reports it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Age: components["headers"]["Age"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sim"];
                };
            };
            400: components["responses"]["ValidationFailed2"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SimNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    getSimTraffic: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache` asks Freebit again, unless the cached answer is younger than 10 seconds (traffic: 60). Any other value changes nothing. */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path: {
                /** @description Phone number (電話番号) of the SIM: 11 digits that start with 0, 14 that start with 0200, or `+81` and the number without its 0. */
                msisdn: components["parameters"]["Msisdn"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As Freebit reports it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Age: components["headers"]["Age"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SimTraffic"];
                };
            };
            400: components["responses"]["ValidationFailed2"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    getSimQuota: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache` asks Freebit again, unless the cached answer is younger than 10 seconds (traffic: 60). Any other value changes nothing. */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path: {
                /** @description Phone number (電話番号) of the SIM: 11 digits that start with 0, 14 that start with 0200, or `+81` and the number without its 0. */
                msisdn: components["parameters"]["Msisdn"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As Freebit reports it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Age: components["headers"]["Age"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quota"];
                };
            };
            400: components["responses"]["ValidationFailed2"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SimNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    addSimQuota: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Your own name for this write: a new UUID (version 7 is best) for every write, and the same one when you repeat it.
                 *
                 *     1 to 255 visible ASCII characters in one header line. It belongs to you and this route.
                 *
                 *     The same key with the same content gives the same answer again, with `Idempotency-Replayed: true`, and nothing is sent to Freebit. While the first request runs: 409 `IDEMPOTENCY_KEY_IN_USE`. With other content: 422 `IDEMPOTENCY_KEY_REUSED`.
                 *
                 *     After a problem with `retryable: true` repeat with the same key. After `OUTCOME_UNKNOWN` the key answers the same until the operation is resolved.
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The user of your application who asked for this: 1 to 128 visible ASCII characters, for the audit log only. */
                "X-On-Behalf-Of"?: components["parameters"]["XOnBehalfOf"];
            };
            path: {
                /** @description Phone number (電話番号) of the SIM: 11 digits that start with 0, 14 that start with 0200, or `+81` and the number without its 0. */
                msisdn: components["parameters"]["Msisdn"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaAdditionRequest"];
            };
        };
        responses: {
            /** @description The data was added. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaAddition"];
                };
            };
            400: components["responses"]["WriteBadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["WriteForbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["WriteConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["WriteUnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            502: components["responses"]["WriteBadGateway"];
            503: components["responses"]["WriteServiceUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getSimPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache` asks Freebit again, unless the cached answer is younger than 10 seconds (traffic: 60). Any other value changes nothing. */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path: {
                /** @description Phone number (電話番号) of the SIM: 11 digits that start with 0, 14 that start with 0200, or `+81` and the number without its 0. */
                msisdn: components["parameters"]["Msisdn"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As Freebit reports it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Age: components["headers"]["Age"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plan"];
                };
            };
            400: components["responses"]["ValidationFailed2"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SimNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    changeSimPlan: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Your own name for this write: a new UUID (version 7 is best) for every write, and the same one when you repeat it.
                 *
                 *     1 to 255 visible ASCII characters in one header line. It belongs to you and this route.
                 *
                 *     The same key with the same content gives the same answer again, with `Idempotency-Replayed: true`, and nothing is sent to Freebit. While the first request runs: 409 `IDEMPOTENCY_KEY_IN_USE`. With other content: 422 `IDEMPOTENCY_KEY_REUSED`.
                 *
                 *     After a problem with `retryable: true` repeat with the same key. After `OUTCOME_UNKNOWN` the key answers the same until the operation is resolved.
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The user of your application who asked for this: 1 to 128 visible ASCII characters, for the audit log only. */
                "X-On-Behalf-Of"?: components["parameters"]["XOnBehalfOf"];
            };
            path: {
                /** @description Phone number (電話番号) of the SIM: 11 digits that start with 0, 14 that start with 0200, or `+81` and the number without its 0. */
                msisdn: components["parameters"]["Msisdn"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanChangeRequest"];
            };
        };
        responses: {
            /** @description The plan was changed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanChange"];
                };
            };
            /** @description Freebit will change the plan on `effectiveOn`; `Location` is the path of the operation. */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanChange"];
                };
            };
            400: components["responses"]["WriteBadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["WriteForbidden"];
            404: components["responses"]["SimNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["WriteConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description One of `IDEMPOTENCY_KEY_REUSED`, `ACCOUNT_REJECTED`, `PARAMETER_REJECTED`, `PLAN_CODE_REJECTED`, `GLOBAL_IP_REJECTED`, `PHONE_NUMBER_NOT_ELIGIBLE`. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["IdempotencyKeyReused"] | components["schemas"]["AccountRejected"] | components["schemas"]["ParameterRejected"] | components["schemas"]["PlanCodeRejected"] | components["schemas"]["GlobalIpRejected"] | components["schemas"]["PhoneNumberNotEligible"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            502: components["responses"]["OutcomeUnknown"];
            503: components["responses"]["WriteServiceUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getShareGroupTraffic: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache` asks Freebit again, unless the cached answer is younger than 10 seconds (traffic: 60). Any other value changes nothing. */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path: {
                /** @description Code of the share group (シェアグループコード). */
                groupCode: components["parameters"]["GroupCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As Freebit reports it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Age: components["headers"]["Age"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShareGroupTraffic"];
                };
            };
            400: components["responses"]["ValidationFailed2"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["ShareGroupNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["Conflict"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    addShareGroupQuota: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description Your own name for this write: a new UUID (version 7 is best) for every write, and the same one when you repeat it.
                 *
                 *     1 to 255 visible ASCII characters in one header line. It belongs to you and this route.
                 *
                 *     The same key with the same content gives the same answer again, with `Idempotency-Replayed: true`, and nothing is sent to Freebit. While the first request runs: 409 `IDEMPOTENCY_KEY_IN_USE`. With other content: 422 `IDEMPOTENCY_KEY_REUSED`.
                 *
                 *     After a problem with `retryable: true` repeat with the same key. After `OUTCOME_UNKNOWN` the key answers the same until the operation is resolved.
                 */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
                /** @description The user of your application who asked for this: 1 to 128 visible ASCII characters, for the audit log only. */
                "X-On-Behalf-Of"?: components["parameters"]["XOnBehalfOf"];
            };
            path: {
                /** @description Code of the share group (シェアグループコード). */
                groupCode: components["parameters"]["GroupCode"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuotaAdditionRequest"];
            };
        };
        responses: {
            /** @description The data was added. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Idempotency-Replayed": components["headers"]["Idempotency-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaAddition"];
                };
            };
            400: components["responses"]["WriteBadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["WriteForbidden"];
            404: components["responses"]["ShareGroupNotFound"];
            408: components["responses"]["RequestTimeout"];
            409: components["responses"]["WriteConflict"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["WriteUnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            502: components["responses"]["WriteBadGateway"];
            503: components["responses"]["WriteServiceUnavailable"];
            504: components["responses"]["OutcomeUnknown"];
        };
    };
    getMasterAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description `no-cache` asks Freebit again, unless the cached answer is younger than 10 seconds (traffic: 60). Any other value changes nothing. */
                "Cache-Control"?: components["parameters"]["CacheControl"];
            };
            path: {
                /** @description Name of the master account (マスターアカウント): 1 to 256 printable ASCII characters. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As Freebit reports it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    Age: components["headers"]["Age"];
                    "Cache-Status": components["headers"]["Cache-Status"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MasterAccount"];
                };
            };
            400: components["responses"]["ValidationFailed2"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PermissionDenied"];
            /** @description This master account does not exist. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["MasterAccountNotFound"];
                };
            };
            408: components["responses"]["RequestTimeout"];
            /** @description The state of the line forbids this. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountStateConflict"];
                };
            };
            /** @description Freebit rejected the account. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AccountRejected"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["ServiceUnavailable"];
            504: components["responses"]["UpstreamTimeout"];
        };
    };
    getOperation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As returned by a write, its problem or a list of operations. */
                operationId: components["parameters"]["OperationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The write as it stands. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["ValidationFailed2"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["OperationNotFound"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            503: components["responses"]["ServiceUnavailable2"];
        };
    };
    listOperations: {
        parameters: {
            query?: {
                /** @description `next` of the previous page; omit it for the first page. */
                cursor?: string;
                /** @description The most that a page holds. */
                limit?: number;
                /** @description Operations on this SIM (its number) or share group (its code), newest first. You see your own; with the scope `operations:resolve`, all of them. */
                line?: string;
                /** @description Operations in this state, oldest first. Needs the scope `operations:resolve`. */
                state?: "unknown" | "running";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page of operations. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationPage"];
                };
            };
            400: components["responses"]["ValidationFailed2"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PermissionDenied"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            503: components["responses"]["ServiceUnavailable2"];
        };
    };
    resolveOperation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The user of your application who asked for this: 1 to 128 visible ASCII characters, for the audit log only. */
                "X-On-Behalf-Of"?: components["parameters"]["XOnBehalfOf"];
            };
            path: {
                /** @description As returned by a write, its problem or a list of operations. */
                operationId: components["parameters"]["OperationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResolutionRequest"];
            };
        };
        responses: {
            /** @description The write as it stands now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Operation"];
                };
            };
            400: components["responses"]["ValidationFailed2"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["OperationNotFound"];
            408: components["responses"]["RequestTimeout"];
            /** @description This attempt has no unknown outcome. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["OperationNotUnknown"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            /** @description One of `AUTHENTICATION_UNAVAILABLE`, `OVERLOADED`, `AUDIT_UNAVAILABLE`, `IDEMPOTENCY_STORE_UNAVAILABLE`. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    "Retry-After": components["headers"]["Retry-After"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["AuthenticationUnavailable"] | components["schemas"]["Overloaded"] | components["schemas"]["AuditUnavailable"] | components["schemas"]["IdempotencyStoreUnavailable"];
                };
            };
        };
    };
    readMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["ValidationFailed2"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["PermissionDenied"];
            408: components["responses"]["RequestTimeout"];
            429: components["responses"]["RateLimited"];
            431: components["responses"]["HeadersTooLarge"];
            500: components["responses"]["InternalError2"];
            503: components["responses"]["ServiceUnavailable2"];
        };
    };
}
