/** Head of an answer that only the end of the connection delimits. */
export const CLOSE_DELIMITED_HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=UTF-8\r\nConnection: close\r\n\r\n';
