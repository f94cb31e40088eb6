/** What the API description says before its first route. */
export const introduction = `
Resources over Freebit's MVNO API: read a SIM, its traffic, quota and plan; add data; change the plan.

**Names and values.** JSON is lowerCamelCase with the resource at the top level. Numbers carry their unit in the name
(\`todayKb\`, \`quotaMb\`) and the value that Freebit gave. \`...On\` is a calendar day \`YYYY-MM-DD\` in Asia/Tokyo,
\`...At\` an instant in UTC. Identifiers are strings. Ignore properties that you do not know, and expect new values in
enumerations: changes are additive.

**Lines.** A SIM is named by its national number (\`09012345678\`; 14 digits beginning with \`0200\` for M2M) or by
\`+81\` and the number without its 0. A share group is named by its code (\`AAA0_01234567890\`). Paths are
case-sensitive and end without a slash.

**Callers.** Every route but \`/problems\`, \`/health\` and \`/metrics\` is for known callers: send an API key in
\`X-API-Key\`, or an access token in \`Authorization: Bearer\`, and never both. Each route names the scope that it
needs. A client may be limited to some lines; others are 403 to it, whether they exist or not.

**Errors.** Every error is an RFC 9457 document of type \`application/problem+json\`. Decide by \`code\`, never by
the texts. 400: this gateway refused and nothing was sent. 422: Freebit refused a value. 404: there is no such line. 409: its
state forbids this now. 502, 503, 504: Freebit answered badly, was not called, or did not answer in time. \`retryable\`
says whether the same request may be sent again; wait for \`Retry-After\` when it is there. \`errors\` points at
everything that is wrong with a request. The catalogue is at \`/problems\`.

**Writes.** On writes a problem also has \`outcome\`. \`not_applied\`: this request has applied nothing. If it repeats
an earlier one with the same \`Idempotency-Key\`, that one may have: send it again with the same key, never with a new
one. \`unknown\`: nobody can tell. Never repeat a write whose outcome is unknown under a new key.

**Requests.** Bodies are JSON in UTF-8, at most 16 KiB, uncompressed. Unknown properties, properties given twice and
values of another type are refused (\`"100"\` is not 100). Numbers are compared by value: \`100\`, \`100.0\` and
\`1e2\` are the same, and a number with more digits than a double holds is refused. \`X-Request-Id\` is taken over when
it is well-formed and is part of every answer.
`.trim();
