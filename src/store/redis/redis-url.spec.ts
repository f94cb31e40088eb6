import { inspect } from 'node:util';
import { parseRedisUrl, RedisUrlError } from './redis-url';

const REDIS = { host: 'localhost', port: 6379 };

describe('parseRedisUrl', () => {
  it.each([
    ['redis://localhost', { kind: 'standalone', endpoints: [REDIS], tls: false, db: 0 }],
    ['redis://localhost/', { kind: 'standalone', endpoints: [REDIS], tls: false, db: 0 }],
    [
      'redis://[::1]:7000/3',
      { kind: 'standalone', endpoints: [{ host: '::1', port: 7000 }], tls: false, db: 3 },
    ],
    [
      'rediss://app:p%40ss%2Fword@cache.example.com:6380/1',
      {
        kind: 'standalone',
        endpoints: [{ host: 'cache.example.com', port: 6380 }],
        username: 'app',
        password: 'p@ss/word',
        tls: true,
        db: 1,
      },
    ],
    [
      'redis://:only:a:p@ssword@localhost',
      { kind: 'standalone', endpoints: [REDIS], password: 'only:a:p@ssword', tls: false, db: 0 },
    ],
    [
      'redis+sentinel://:secret@s1:26379,s2/mymaster?db=2&sentinelPassword=other&tls=true',
      {
        kind: 'sentinel',
        endpoints: [
          { host: 's1', port: 26379 },
          { host: 's2', port: 26379 },
        ],
        password: 'secret',
        tls: true,
        masterName: 'mymaster',
        db: 2,
        sentinelPassword: 'other',
      },
    ],
    [
      'redis+cluster://n1:7000,n2:7001,n3',
      {
        kind: 'cluster',
        endpoints: [
          { host: 'n1', port: 7000 },
          { host: 'n2', port: 7001 },
          { host: 'n3', port: 6379 },
        ],
        tls: false,
      },
    ],
  ])('reads %s', (url, target) => {
    expect(parseRedisUrl(url)).toEqual(target);
  });

  it.each([
    ['', /look like/],
    ['SECRET', /look like/],
    ['http://SECRET', /look like/],
    ['constructor://SECRET', /look like/],
    ['redis://', /look like/],
    ['redis://:SECRET@', /host/],
    ['redis://:SECRET#more@localhost', /look like/],
    ['redis://:SECRET/more@localhost', /host in it/],
    ['redis://:SECRET%zz@localhost', /hexadecimal/],
    ['redis://:SECRET@localhost:99999', /port/],
    ['redis://:SECRET@localhost/db', /number/],
    ['redis://:SECRET@localhost/0?tls=true', /nothing after/],
    ['redis://:SECRET@one,two', /one host/],
    ['redis+sentinel://:SECRET@one,two', /name of the master/],
    ['redis+sentinel://:SECRET@one/mymaster?SECRET=1', /may only have db/],
    ['redis+sentinel://:SECRET@one/mymaster?tls=SECRET', /true or false/],
    ['redis+cluster://:SECRET@one,two/1', /no database/],
    ['redis+cluster://:SECRET@one,,two', /host in it/],
  ])('refuses %j with a reason that does not repeat it', (url, reason) => {
    const parse = () => parseRedisUrl(url);

    expect(parse).toThrow(RedisUrlError);
    expect(parse).toThrow(reason);
    try {
      parse();
    } catch (error) {
      expect(inspect(error).replaceAll(__filename, '')).not.toContain('SECRET');
    }
  });
});
