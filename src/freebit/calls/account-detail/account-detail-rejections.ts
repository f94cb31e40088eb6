/** The detail codes that PA03-02 lists besides success. */
export const accountDetailRejections = [
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
