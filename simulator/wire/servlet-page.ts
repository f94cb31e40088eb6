import type { ServerResponse } from 'node:http';

const REASONS: Readonly<Record<number, string>> = {
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Request Entity Too Large',
  500: 'Internal Server Error',
};

/** The HTML page with which a Java servlet container answers what it does not route. */
function servletPage(httpStatus: number): string {
  const title = `HTTP Status ${httpStatus} – ${REASONS[httpStatus] ?? 'Error'}`;
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;
}

export function sendServletPage(
  response: ServerResponse,
  httpStatus: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(httpStatus, { 'Content-Type': 'text/html;charset=utf-8', ...headers });
  response.end(servletPage(httpStatus));
}
