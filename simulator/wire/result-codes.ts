export interface ResultCode {
  /** Class of the result, similar to an HTTP status. */
  readonly statusCode: number;
  /** Message as the papers print it. */
  readonly paperMessage: string;
  /** Message in the language of the real service. */
  readonly message: string;
}

const OK: ResultCode = { statusCode: 200, paperMessage: 'OK', message: '正常終了' };
const BAD_REQUEST: ResultCode = { statusCode: 400, paperMessage: 'Bad Request', message: 'パラメータエラー' };
const AUTH_ERROR: ResultCode = { statusCode: 403, paperMessage: 'Auth Error', message: '認証エラー' };
const NOT_FOUND: ResultCode = { statusCode: 404, paperMessage: 'Not Found', message: '該当データなし' };
const NG: ResultCode = { statusCode: 500, paperMessage: 'NG', message: 'エラー' };

/** Detail code 100 is success, in every paper. */
export const SUCCESS = 100;

const RESULT_CODES: Readonly<Record<number, ResultCode>> = {
  [SUCCESS]: OK,
  200: BAD_REQUEST, // kind
  201: BAD_REQUEST, // account
  204: BAD_REQUEST, // another parameter
  205: AUTH_ERROR,
  210: NG, // no such account
  211: NG, // state
  220: BAD_REQUEST, // planCode
  221: BAD_REQUEST, // quota
  226: BAD_REQUEST, // displayPass
  227: BAD_REQUEST, // requestDatas
  228: BAD_REQUEST, // authKey
  230: NG, // job of the line
  231: BAD_REQUEST, // globalIp
  233: NG, // service not provided
  234: NG, // addition not allowed
  236: BAD_REQUEST, // version
  237: BAD_REQUEST, // quotaCode
  240: NG, // phone number not eligible
  322: NG, // state of the group
  323: NOT_FOUND, // no such group
  325: NG, // job of the group
  330: NG, // in a group
  900: NG, // unexpected
};

/** Class and messages of a detail code; one that no paper lists counts as an error of class 500. */
export const resultCode = (detailCode: number): ResultCode => RESULT_CODES[detailCode] ?? NG;
