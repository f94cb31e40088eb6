import { maskRequestId } from './request-id';

it.each(['6f1c9e52-9c0b-4c53-9b5e-012345678901', '0af7651916cd43dd8448eb211c80319c', 'import-2026.07:3'])(
  'leaves the request id %s unchanged, so that it can be found',
  (requestId) => {
    expect(maskRequestId(requestId)).toBe(requestId);
  },
);

it.each([
  '09012345678',
  '090.1234.5678',
  '090_1234_5678',
  'sim:8190123456780',
  'x-8981199993109195123',
  '01234567890123456789012345678901',
])('hides the digits of %s', (requestId) => {
  expect(maskRequestId(requestId).replace(/\D/g, '')).not.toMatch(/\d{9}/);
});

it.each(['fbgw_portal_s3cret', 'x-fbgw_portal_s3cret', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIi'])(
  'hides %s',
  (requestId) => {
    expect(maskRequestId(requestId)).toBe('hidden');
  },
);
