/** The introduction of the API description. */
export const introduction = `
Resources over Freebit's MVNO API: read a SIM, its traffic, quota and plan; add data; change the plan.

**Names and values.** JSON is lowerCamelCase with the resource at the top level. Numbers carry their unit in the name
(\`todayKb\`, \`quotaMb\`) and have the value that Freebit gave. \`...On\` is a calendar day \`YYYY-MM-DD\` in Asia/Tokyo,
\`...At\` a time in UTC. Identifiers are strings. Ignore unknown properties, and expect new values in enumerations:
changes are additive.

**Missing values.** \`null\`: there is no value, Freebit sent none, or it sent one that this gateway does not know. In
an enumeration, a value that this gateway does not know is \`unknown\`. A property is absent if it does not exist for
this line. An option (\`smsEnabled\`, \`blacklisted\`) is also absent if Freebit does not report it, or reports an
unknown value.

**Lines.** A SIM (回線) is identified by its national number (\`09012345678\`; 14 digits beginning with \`0200\` for
M2M) or by \`+81\` and the number without its 0, a share group (シェアグループ) by its code (\`AAA0_01234567890\`).
Paths are case-sensitive and end without a slash.

**Authentication.** Every route except \`/problems\`, \`/health\` and \`/metrics\` needs a credential: an API key in
\`X-API-Key\`, or an access token in \`Authorization: Bearer\`, and never both. Each route names the scope that it
needs. A client may be limited to some lines; for any other line it gets 403, whether the line exists or not.

**Errors.** Every error is an RFC 9457 document of type \`application/problem+json\`. Branch on \`code\`, never on
the texts. 400: this gateway refused the request, and nothing was sent. 422: Freebit rejected a value. 404: the line does
not exist. 409: its state forbids this now. 502, 503, 504: Freebit failed, was not called, or did not answer in time.
\`retryable\` says whether the same request may be sent again; wait for \`Retry-After\` if it is there. \`errors\` lists
every fault of a request. Each route lists its codes. Freebit may answer any call with any of its result codes, so handle
a code of \`/problems\` that a route does not list by its status.

**Writes.** Problems of writes also have \`outcome\`. \`not_applied\`: this request has applied nothing. If an earlier
request with the same \`Idempotency-Key\` may have applied the write, repeat it with the same key, never with a new one.
\`unknown\`: the write may or may not have been applied. Never repeat it under a new key. A replay has
\`Idempotency-Replayed: true\`; \`requestId\` in its body is the id of the request that was answered first, the
\`X-Request-Id\` header that of the current one.

**Requests.** Bodies are JSON in UTF-8, at most 16 KiB, uncompressed. Unknown properties, duplicate properties and values
of another type are refused (\`"100"\` is not 100). Numbers are compared by value: \`100\`, \`100.0\` and \`1e2\` are
equal, and a number with more digits than a double holds is refused. A well-formed \`X-Request-Id\` is used and returned in
every response. Responses have \`Cache-Control: private, no-store\` and \`Referrer-Policy: no-referrer\`.
`.trim();
