const MEANS = {
  running: 'Sent, and not ended yet. Wait; do not send it again.',
  applied: 'Freebit applied it.',
  not_applied: 'Freebit did not apply it. It may be sent again.',
  unknown: 'It is not known whether Freebit applied it. Do not send it again before a person has checked.',
};

/** Lists the writes on a line, each with what it means, and lets a person record what Freebit's history shows. */
export async function showWrites({ gateway, msisdn, operationIds, list, note, say, lookUp }) {
  const listed = await gateway.GET('/operations', { params: { query: { line: msisdn } } });
  const operations = listed.data?.operations ?? [];
  note.textContent = listed.error
    ? `The gateway does not list the writes of a line: ${listed.error.title}`
    : operations.length === 0
      ? 'This gateway remembers no write on this line.'
      : '';
  const missing = operationIds.filter((id) => !operations.some(({ operationId }) => operationId === id));
  for (const operationId of missing) {
    const { data } = await gateway.GET('/operations/{operationId}', { params: { path: { operationId } } });
    if (data) operations.unshift(data);
  }
  list.replaceChildren(...operations.map((operation) => item(operation, settle)));

  async function settle({ operationId, attempt }, outcome) {
    const found = outcome === 'applied' ? 'was applied' : 'was not applied';
    if (!confirm(`Record that the history of Freebit shows that it ${found}? This cannot be changed.`))
      return;
    const { error } = await gateway.POST('/operations/{operationId}/resolution', {
      params: { path: { operationId } },
      body: { attempt, outcome, note: 'Recorded in the console after a look at the history of Freebit.' },
    });
    if (error) return say(`${error.title}. ${error.detail}`, 'problem');
    await lookUp(msisdn);
    say(
      outcome === 'applied'
        ? 'Recorded: it was applied.'
        : 'Recorded: it was not applied, and may be sent again.',
    );
    await showWrites({ gateway, msisdn, operationIds: [operationId], list, note, say, lookUp });
  }
}

function item(operation, settle) {
  const { type, state, createdAt, command } = operation;
  const what = type === 'plan_change' ? 'Plan change' : 'Data added';
  const asked = command?.amountMb
    ? `, ${command.amountMb} MB`
    : command?.planCode
      ? `, ${command.planCode}`
      : '';
  const node = document.createElement('li');
  node.className = state;
  node.append(
    `${what}${asked}, ${new Date(createdAt).toLocaleString()}: ${state.replace('_', ' ')}. ${MEANS[state] ?? ''}`,
  );
  if (state !== 'unknown') return node;
  const buttons = document.createElement('p');
  buttons.className = 'buttons';
  for (const [outcome, text] of [
    ['applied', 'Freebit shows it'],
    ['not_applied', 'Freebit did not do it'],
  ]) {
    const button = Object.assign(document.createElement('button'), { textContent: text });
    button.addEventListener('click', () => void settle(operation, outcome));
    buttons.append(button);
  }
  node.append(buttons);
  return node;
}
