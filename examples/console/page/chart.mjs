const SVG = 'http://www.w3.org/2000/svg';

/** Draws what Freebit counts, and says what the values mean and what is not documented about them. */
export function drawUsage(chart, caption, { data, error }) {
  chart.replaceChildren();
  chart.toggleAttribute('hidden', error !== undefined);
  if (error) {
    caption.textContent = `${error.title ?? error.message}. ${error.detail ?? ''}`;
    return;
  }
  const values = [
    ...data.recentDaysKb.map((kb) => ({ kb, label: '' })),
    { kb: data.todayKb, label: 'today' },
  ];
  const most = Math.max(1, ...values.map(({ kb }) => kb ?? 0));
  const width = 320 / values.length;
  for (const [index, { kb, label }] of values.entries()) {
    const height = (80 * (kb ?? 0)) / most;
    const [x, middle] = [index * width, (index + 0.5) * width];
    chart.append(
      shape('rect', { x: x + 4, y: 100 - height, width: width - 8, height, class: label }),
      shape('text', { x: middle, y: 96 - height }, kb === null ? 'not known' : `${kb} KB`),
      shape('text', { x: middle, y: 114 }, label),
    );
  }
  const limited = data.blacklisted ? ' Freebit marks the line as blacklisted.' : '';
  caption.textContent = `Today, and the recent values in the order in which Freebit lists them. Freebit does not document which day each belongs to.${limited}`;
}

function shape(name, attributes, text = '') {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return node;
}
