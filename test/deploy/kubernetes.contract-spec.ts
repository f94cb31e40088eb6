import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { toConfig } from '../../src/config/config';
import { readEnvironment } from '../../src/config/environment';
import type { Values } from '../../src/config/variables';
import { settings } from '../../src/config/settings';
import { program } from '../harness/program';
import { TEST_CLIENTS } from '../harness/test-client';
import { type KubernetesObject, unknownFields, violations } from './kubernetes-schema';

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Container {
  readonly image: string;
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly resources: { readonly limits: object; readonly requests: object };
  readonly securityContext: object;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly startupProbe: Probe;
}

interface PodSpec {
  readonly containers: readonly [Container];
  readonly terminationGracePeriodSeconds: number;
}

interface Deployment extends KubernetesObject {
  readonly spec: { readonly replicas: number; readonly template: { readonly spec: PodSpec } };
}

const ROOT = resolve(__dirname, '../..');
const MOUNT = '/run/secrets/freebit-gateway/';
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const overlays = ['sandbox', 'production'] as const;
const built = Object.fromEntries(overlays.map((name) => [name, build(name)])) as Record<
  (typeof overlays)[number],
  KubernetesObject[]
>;
const objects = overlays.flatMap((overlay) =>
  built[overlay].map((object) => ({ name: `${overlay}: ${object.kind} ${object.metadata.name}`, object })),
);

describe('the Kubernetes manifests', () => {
  it.each(objects)('$name is valid', ({ object }) => {
    expect(violations(object)).toEqual([]);
  });

  it.each(objects)('$name has only fields that Kubernetes knows', ({ object }) => {
    expect(unknownFields(object)).toEqual([]);
  });

  it('are reported as invalid when a value or a name is wrong', () => {
    const deployment = structuredClone(gatewayOf('production')) as unknown as {
      spec: { replicas: unknown; template: { spec: Record<string, unknown> } };
    } & KubernetesObject;

    deployment.spec.replicas = 'three';
    deployment.spec.template.spec.terminationGraceSeconds = 60;

    expect(violations(deployment)).toEqual(['/spec/replicas type']);
    expect(unknownFields(deployment)).toEqual(['/spec/template/spec/terminationGraceSeconds']);
  });
});

describe.each(overlays)('the gateway of the %s overlay', (overlay) => {
  const { replicas, template } = gatewayOf(overlay).spec;
  const [container] = template.spec.containers;
  const environment = dataOf(overlay);
  const portOf = (name: string) => container.ports.find((port) => port.name === name)?.containerPort;

  it('has settings that exist and that the gateway accepts', () => {
    const names = Object.keys(environment).map((name) => name.replace(/_FILE$/, ''));

    expect(Object.keys(settings)).toEqual(expect.arrayContaining(names));
    expect(() => read(environment)).not.toThrow();
  });

  it('listens where the manifests say', () => {
    expect(`${portOf('api')}`).toBe(environment.PORT);
    expect(`${portOf('management')}`).toBe(environment.MANAGEMENT_PORT);
    for (const [path, probe] of [
      ['/health/live', container.startupProbe],
      ['/health/live', container.livenessProbe],
      ['/health/ready', container.readinessProbe],
    ] as const) {
      expect(probe.httpGet).toEqual({ path, port: 'management' });
    }
  });

  it('has enough grace time for its longest write', () => {
    const { graceSeconds } = toConfig(read(environment)).http;

    expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(graceSeconds + 5);
  });

  it('divides limits by the number of its replicas', () => {
    expect(environment.EXPECTED_REPLICAS ?? '1').toBe(`${replicas}`);
  });

  it('is this release, unprivileged, with bounded memory and without a CPU limit', () => {
    expect(container.image).toBe(`freebit-gateway:${version}`);
    expect(Object.keys(container.resources.limits)).toEqual(['memory']);
    expect(template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('is reached by callers on the API port and by Prometheus on the management port', () => {
    const policy = find(overlay, 'NetworkPolicy', 'freebit-gateway') as KubernetesObject & {
      readonly spec: { readonly ingress: readonly { readonly from: object; readonly ports: object }[] };
    };

    expect(policy.spec.ingress.map(({ from, ports }) => [from, ports])).toEqual([
      [[{ namespaceSelector: { matchLabels: { 'freebit-gateway/caller': 'true' } } }], [{ port: 'api' }]],
      [
        [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } },
          },
        ],
        [{ port: 'management' }],
      ],
    ]);
  });
});

describe('the production overlay', () => {
  it('takes every secret from a file', () => {
    const secrets = ['FREEBIT_OEM_ID', 'FREEBIT_OEM_KEY', 'STORE_SECRET', 'REDIS_URL', 'API_CLIENTS'];

    const files = secrets.map((name) => dataOf('production')[`${name}_FILE`]);

    expect(files.every((file) => file?.startsWith(MOUNT))).toBe(true);
  });

  it('waits for the replicas of its Redis, and starts with writes switched off', () => {
    expect(dataOf('production')).toMatchObject({ REDIS_WAIT_REPLICAS: '2', WRITES: 'off' });
  });
});

function build(overlay: string): KubernetesObject[] {
  const folder = join(ROOT, 'deploy/kubernetes/overlays', overlay);
  const text = execFileSync(program('kubectl'), ['kustomize', folder], { encoding: 'utf8' });
  return parseAllDocuments(text).map((document) => document.toJS() as KubernetesObject);
}

function find(overlay: (typeof overlays)[number], kind: string, name: string): KubernetesObject {
  const found = built[overlay].find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`the ${overlay} overlay has no ${kind} ${name}`);
  return found;
}

function gatewayOf(overlay: (typeof overlays)[number]): Deployment {
  return find(overlay, 'Deployment', 'freebit-gateway') as Deployment;
}

/** The environment of the gateway's container. */
function dataOf(overlay: (typeof overlays)[number]): Readonly<Record<string, string>> {
  const map = built[overlay].find(({ kind }) => kind === 'ConfigMap') as KubernetesObject & {
    readonly data: Readonly<Record<string, string>>;
  };
  return map.data;
}

/** The settings that the gateway reads, with a Secret that contains every file they name. */
function read(environment: Readonly<Record<string, string>>): Values {
  const folder = mkdtempSync(join(tmpdir(), 'fbgw-secrets-'));
  const contents: Readonly<Record<string, string>> = {
    'api-clients.json': TEST_CLIENTS,
    'redis-url': 'redis+sentinel://redis-a:26379,redis-b:26379,redis-c:26379/mymaster',
  };
  const files = Object.entries(environment).filter(([, value]) => value.startsWith(MOUNT));
  for (const [, file] of files) {
    writeFileSync(
      join(folder, basename(file)),
      contents[basename(file)] ?? 'x7Qm2-Lr9Tz4-Wc8Vb1-Ny6Kd3-Hf5Js0',
    );
  }
  const moved = files.map(([name, file]) => [name, join(folder, basename(file))]);
  try {
    return readEnvironment({ ...environment, ...(Object.fromEntries(moved) as Record<string, string>) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
