import { World } from './world';

const SIM = '09022223333';

describe('the world of the simulator', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
    world.clock.set('2026-02-05');
  });

  it('uses days of Tokyo, where the next one starts at 15:00 UTC', () => {
    jest.useFakeTimers({ now: new Date('2026-02-05T14:59:59Z') });
    world.clock.reset();
    const before = world.clock.today();
    jest.setSystemTime(new Date('2026-02-05T15:00:00Z'));
    const after = world.clock.today();
    jest.useRealTimers();

    expect([before, after]).toEqual(['2026-02-05', '2026-02-06']);
  });

  it('moves the traffic of today to the recent days at midnight', () => {
    world.lines.seed({ msisdn: SIM, traffic: { today: 5, inRecentDays: [3, 2] } });

    world.traffic.add(SIM, 2);
    world.clock.advanceDays(1);

    expect(world.lines.get(SIM).traffic).toMatchObject({ today: 0, inRecentDays: [7, 3, 2] });
  });

  it('adds idle days for skipped ones, and keeps thirty', () => {
    world.lines.seed({ msisdn: SIM, traffic: { today: 5, inRecentDays: [3] } });

    world.clock.advanceDays(3);
    expect(world.lines.get(SIM).traffic.inRecentDays).toEqual([0, 0, 5, 3]);
    world.clock.set('2036-02-05');

    expect(world.lines.get(SIM).traffic.inRecentDays).toHaveLength(30);
  });

  it('changes nothing when the clock is put back', () => {
    world.lines.seed({ msisdn: SIM, traffic: { today: 5 } });

    world.clock.set('2020-01-01');

    expect(world.lines.get(SIM).traffic.today).toBe(5);
  });

  it.each([
    ['stop', 'suspended'],
    ['cancel', 'obsolete'],
  ] as const)('executes a job %s, after which the line is %s', (func, state) => {
    world.lines.seed({ msisdn: SIM, async: { func, date: '20260206' } });

    world.clock.advanceDays(1);

    expect(world.lines.get(SIM)).toMatchObject({ state, async: null });
  });

  it('ignores a job whose day had already passed when it was seeded', () => {
    world.clock.advanceDays(365);

    expect(world.lines.get('08038433843').async).toEqual({ func: 'regist', date: '20131201' });
  });

  it('lets the seeded plan change become due on the first of next month', () => {
    world.reset();
    const { async } = world.lines.get('08011110004');
    world.clock.set(String(async?.date).replace(/(....)(..)(..)/, '$1-$2-$3'));

    expect(world.lines.get('08011110004')).toMatchObject({ planCode: 'LTE3G_P02', async: null });
  });

  it('makes a normal line from a bare number, and returns copies', () => {
    const line = world.lines.seed(SIM);
    line.traffic.today = 999;

    expect(line).toMatchObject({ msisdn: SIM, state: 'active', planCode: 'LTE3G_P01' });
    expect(line.iccid).toMatch(/^\d{19}$/);
    expect(world.lines.get(SIM).traffic.today).toBe(0);
  });

  it('names the line that it does not have', () => {
    expect(() => world.lines.get('09099990000')).toThrow('no line 09099990000');
  });

  it.each(['2026-02-30', '2026-2-3', 'today'])('does not accept %p as a day', (day) => {
    expect(() => world.clock.set(day)).toThrow(RangeError);
  });
});
