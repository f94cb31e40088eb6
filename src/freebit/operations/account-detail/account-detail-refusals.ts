/** Detail codes that PA03-02 lists beside success. */
export const accountDetailRefusals = [
  '200',
  '201',
  '204',
  '226',
  '227',
  '228',
  '236',
  '205',
  '210',
  '211',
] as const;
