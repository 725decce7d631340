import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const FOLDER = resolve(import.meta.dirname, '../../docker/kubernetes');
const manifests = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.yaml') && name !== 'kustomization.yaml')
  .flatMap((name) => parseAllDocuments(readFileSync(join(FOLDER, name), 'utf8')).map((document) => document.toJS()));

const ofKind = (kind: string): unknown => manifests.find((manifest) => manifest.kind === kind);

const probe = z.looseObject({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const labels = z.record(z.string(), z.string());
const container = z.looseObject({
  startupProbe: probe,
  livenessProbe: probe,
  readinessProbe: probe,
  lifecycle: z.object({ preStop: z.object({ sleep: z.object({ seconds: z.number() }) }) }),
  resources: z.object({ requests: labels, limits: labels }),
  securityContext: z.unknown(),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() })),
});
const pod = z.looseObject({
  automountServiceAccountToken: z.boolean(),
  terminationGracePeriodSeconds: z.number(),
  securityContext: z.looseObject({ runAsNonRoot: z.literal(true), runAsUser: z.number() }),
  topologySpreadConstraints: z.array(z.looseObject({ labelSelector: z.object({ matchLabels: labels }) })),
  containers: z.tuple([container]),
  volumes: z.array(z.looseObject({ name: z.string() })),
});
const deployment = z
  .looseObject({
    spec: z.looseObject({
      replicas: z.undefined().optional(),
      selector: z.object({ matchLabels: labels }),
      template: z.object({ metadata: z.object({ labels }), spec: pod }),
    }),
  })
  .parse(ofKind('Deployment'));
const { spec } = deployment.spec.template;
const [gateway] = spec.containers;

describe('the deployment', () => {
  it('meets the restricted pod security standard, as the user of the image', () => {
    expect(spec.securityContext).toMatchObject({ runAsUser: 65532, seccompProfile: { type: 'RuntimeDefault' } });
    expect(gateway.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(ofKind('ServiceAccount')).toMatchObject({ automountServiceAccountToken: false });
  });

  it('is restarted where it is dead, and sent nothing where it is not ready', () => {
    expect(gateway.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
    expect(gateway.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' });
    expect(gateway.ports.map(({ name }) => name)).toEqual(['http', 'sql']);
  });

  it('has time to drain after services know that it leaves', () => {
    const server = readFileSync(resolve(FOLDER, '../../src/doors/http/http-server.ts'), 'utf8');
    const drainMs = Number(/DRAIN_TIMEOUT_MS = ([\d_]+)/u.exec(server)?.[1]?.replaceAll('_', ''));
    const pause = gateway.lifecycle.preStop.sleep.seconds;
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(pause + drainMs / 1000 + 5);
  });

  it('can write to volumes alone, which are all declared', () => {
    const names = spec.volumes.map(({ name }) => name);
    for (const { name } of gateway.volumeMounts) expect(names).toContain(name);
    const writable = gateway.volumeMounts.filter(({ readOnly }) => readOnly !== true);
    expect(writable.map(({ mountPath }) => mountPath)).toEqual(['/data', '/tmp']);
  });

  it('bounds memory, and asks for processors by which it can be scaled', () => {
    expect(gateway.resources.limits.memory).toBe('1Gi');
    expect(gateway.resources.requests).toEqual({ cpu: '500m', memory: '512Mi' });
  });
});

describe('what stands around it', () => {
  it('keeps at least two pods, which the autoscaler counts alone', () => {
    expect(ofKind('HorizontalPodAutoscaler')).toMatchObject({
      spec: { minReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: 'medallion-gateway' } },
    });
    expect(ofKind('PodDisruptionBudget')).toMatchObject({ spec: { maxUnavailable: 1 } });
  });

  it('selects the pods', () => {
    const podLabels = deployment.spec.template.metadata.labels;
    const selectors = [
      deployment.spec.selector.matchLabels,
      ...spec.topologySpreadConstraints.map((constraint) => constraint.labelSelector.matchLabels),
      (ofKind('Service') as { spec: { selector: object } }).spec.selector,
      (ofKind('PodDisruptionBudget') as { spec: { selector: { matchLabels: object } } }).spec.selector.matchLabels,
      (ofKind('NetworkPolicy') as { spec: { podSelector: { matchLabels: object } } }).spec.podSelector.matchLabels,
    ];
    for (const selector of selectors) expect(podLabels).toMatchObject(selector);
  });

  it('holds no secret, and leaves the example out of what is applied', () => {
    const kustomization = readFileSync(join(FOLDER, 'kustomization.yaml'), 'utf8');
    expect(kustomization).not.toMatch(/^\s*- secret/mu);
    const secrets = manifests.filter(({ kind }) => kind === 'Secret');
    expect(secrets).toHaveLength(2);
    for (const { data } of secrets) expect(new Set(Object.values(data))).toEqual(new Set(['REPLACE']));
    const applied = readdirSync(FOLDER).filter(
      (name) => name.endsWith('.yaml') && !/^(kustomization|secret)/u.test(name),
    );
    for (const name of applied) expect(kustomization).toContain(`- ${name}`);
  });

  it('lets traffic out to names and to https, and to no address of the cluster', () => {
    const policy = z
      .looseObject({ spec: z.looseObject({ egress: z.array(z.looseObject({ ports: z.array(z.unknown()) })) }) })
      .parse(ofKind('NetworkPolicy'));
    expect(policy.spec.egress.map(({ ports }) => ports)).toEqual([
      [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
      [{ port: 443 }],
    ]);
    expect(JSON.stringify(policy)).toContain('169.254.0.0/16');
  });
});
