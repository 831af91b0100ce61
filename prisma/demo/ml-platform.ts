import { platformModels } from './ml-platform-models.ts';
import type { DemoAsset } from './shape.ts';

const infrastructure: DemoAsset[] = [
  {
    kind: 'infrastructure',
    key: 'feature-store',
    name: 'Feature store',
    description:
      'Features for training and for live decisions, of all teams. Teams are kept apart by naming convention only: a member of one can read the tables of another.',
    owner: 'wei',
    standing: 'develop 5 internal restricted',
    tags: 'feast redis shared tenant-isolation',
    daysAgo: 520,
    versions: [
      { label: '5.0', daysAgo: 160, files: { 'main.tf': 38_204, 'feature_store.yaml': 9_118 }, signature: 'unsigned' },
      {
        label: '5.1',
        daysAgo: 77,
        files: { 'main.tf': 39_884, 'feature_store.yaml': [9_118, '5.0'], 'access.tf': 12_402 },
        signature: 'verified',
        components: ['pkg:pypi/feast@0.49.0', 'pkg:generic/redis@7.4.4'],
        properties: { encryption: 'at rest and in transit', tenants: '4' },
      },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'gpu-training-cluster',
    name: 'GPU training cluster',
    description:
      'Kubernetes cluster with 48 GPUs. Notebooks and training jobs share nodes; a job can reach the metadata address of its node and with it the node’s cloud rights.',
    owner: 'samuel',
    standing: 'develop 5 internal restricted',
    tags: 'kubernetes gpu shared metadata-service',
    daysAgo: 688,
    versions: [
      { label: '4.1', daysAgo: 188, files: { 'cluster.tf': 61_204, 'node-groups.tf': 18_402 }, signature: 'unsigned' },
      {
        label: '4.2',
        daysAgo: 145,
        files: { 'cluster.tf': 62_118, 'node-groups.tf': [18_402, '4.1'], 'policies.yaml': 22_884 },
        signature: 'verified',
        properties: { Kubernetes: '1.33', GPUs: '48 × H100', region: 'eu-west-1' },
        links: ['built_by platform-terraform@12.3'],
      },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'model-serving-cluster',
    name: 'Model serving cluster',
    description: 'Serves every model that has no endpoint of its own. Admits signed images only; model files are not checked.',
    owner: 'samuel',
    standing: 'deploy 5 internal restricted',
    tags: 'kubernetes kserve admission',
    daysAgo: 600,
    versions: [
      {
        label: '7.3',
        daysAgo: 172,
        files: { 'cluster.tf': 48_204, 'admission.yaml': 9_884 },
        signature: 'verified',
        links: ['built_by platform-terraform@12.3'],
      },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'vector-database',
    name: 'Vector database',
    description: 'Vectors and passages of the assistant’s knowledge. Reachable from the whole internal network with one shared password.',
    owner: 'samuel',
    standing: 'monitor 4 internal internal',
    tags: 'qdrant shared-secret retrieval',
    daysAgo: 276,
    versions: [
      { label: '2.1', daysAgo: 99, files: { 'values.yaml': 6_204 }, signature: 'unsigned', purl: 'pkg:docker/qdrant/qdrant@v1.14.1' },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'training-object-store',
    name: 'Training object store',
    description:
      'Buckets that hold training data and model files of all teams. Versioning and object lock are on; access goes by team, reviewed every quarter.',
    owner: 'samuel',
    standing: 'collect 5 internal restricted',
    tags: 'object-store object-lock access-review',
    daysAgo: 690,
    versions: [{ label: '3.0', daysAgo: 230, files: { 'buckets.tf': 28_402, 'policies.json': 61_884 }, signature: 'verified' }],
  },
  {
    kind: 'infrastructure',
    key: 'batch-compute',
    name: 'Batch compute',
    description: 'Scheduled jobs of all teams under Airflow. One service account runs every job.',
    owner: 'samuel',
    standing: 'validate 4 internal restricted',
    tags: 'airflow shared-account',
    daysAgo: 640,
    versions: [
      {
        label: '2.6',
        daysAgo: 166,
        files: { 'airflow.yaml': 14_884, 'connections.yaml.enc': 8_204 },
        signature: 'unsigned',
        purl: 'pkg:docker/apache/airflow@2.11.0',
      },
    ],
  },
  {
    kind: 'infrastructure',
    key: 'staging-cluster',
    name: 'Staging cluster',
    description: 'Old test cluster, taken down. Its address still resolves.',
    owner: 'samuel',
    standing: 'change 1 isolated internal',
    tags: 'kubernetes decommissioned dangling-dns',
    daysAgo: 660,
    retired: true,
    changes: [{ daysAgo: 97, by: 'samuel', field: 'status', from: 'active', to: 'retired' }],
  },
];

const repositories: DemoAsset[] = [
  {
    kind: 'repository',
    key: 'model-registry',
    name: 'Model registry',
    description:
      'Where released models of the bank are kept and from where they are served. Signatures are verified on upload; an administrator can still replace a file in place.',
    owner: 'wei',
    standing: 'deploy 5 internal restricted',
    tags: 'registry signing crown-jewel',
    daysAgo: 528,
    changes: [{ daysAgo: 201, by: 'mateus', field: 'criticality', from: 4, to: 5 }],
    versions: [
      {
        label: '3.2',
        daysAgo: 137,
        location: 'https://registry.wrenfieldbank.example',
        files: { 'values.yaml': 18_204, 'policy.rego': 9_402 },
        signature: 'verified',
        links: ['stored_in training-object-store@3.0'],
      },
    ],
  },
  {
    kind: 'repository',
    key: 'mlflow-tracking',
    name: 'MLflow tracking server',
    description: 'Experiments and their models, of all teams. Sign-in is by the network alone: whoever is inside can overwrite any run.',
    owner: 'wei',
    standing: 'develop 4 internal confidential',
    tags: 'mlflow no-authentication patching',
    daysAgo: 525,
    versions: [
      {
        label: '2.19',
        daysAgo: 152,
        location: 'https://mlflow.wrenfieldbank.example',
        purl: 'pkg:pypi/mlflow@2.19.0',
        files: { 'docker-compose.yml': 2_884 },
        signature: 'unsigned',
        components: ['pkg:pypi/mlflow@2.19.0', 'pkg:pypi/gunicorn@23.0.0'],
      },
    ],
  },
  {
    kind: 'repository',
    key: 'hugging-face-mirror',
    name: 'Hugging Face mirror',
    description:
      'The one way for public models into the bank. Scans for code in pickles; follows branches instead of commits for about a third of its models.',
    owner: 'felix',
    standing: 'collect 4 partner public',
    tags: 'mirror third-party supply-chain',
    daysAgo: 270,
    originRef: 'https://hf-mirror.wrenfieldbank.example',
    origin: 'connector',
    versions: [{ label: '1.4', daysAgo: 245, files: { 'mirror.yaml': 14_118, 'allowlist.txt': 4_402 }, signature: 'unverified' }],
  },
  {
    kind: 'repository',
    key: 'container-registry',
    name: 'Container registry',
    description: 'Images of training jobs and services. Images are scanned; those older than a year are not scanned again.',
    owner: 'samuel',
    standing: 'monitor 4 internal internal',
    tags: 'harbor images scanning',
    daysAgo: 680,
    versions: [
      {
        label: '2.11',
        daysAgo: 178,
        location: 'https://images.wrenfieldbank.example',
        purl: 'pkg:docker/goharbor/harbor-core@v2.11.2',
        files: { 'harbor.yml': 8_884 },
        signature: 'verified',
      },
    ],
  },
  {
    kind: 'repository',
    key: 'artifact-share',
    name: 'Legacy artifact share',
    description:
      'Network drive on which models lived before the registry. Read-only since the move; two jobs of unknown owners still read from it.',
    owner: null,
    standing: 'change 2 internal confidential',
    tags: 'nfs legacy decommission',
    daysAgo: 735,
  },
];

const pipelines: DemoAsset[] = [
  {
    kind: 'pipeline',
    key: 'base-image-build',
    name: 'Base image build',
    description:
      'Builds the images on which all training runs, every week from pinned packages. A bad image reaches each model within a week.',
    owner: 'callum',
    standing: 'deploy 4 internal internal',
    tags: 'images supply-chain slsa',
    daysAgo: 490,
    versions: [
      { label: '1.8.0', daysAgo: 140, files: { 'Dockerfile.train': 4_884, 'packages.lock': 118_204 }, signature: 'unsigned' },
      {
        label: '1.9.0',
        daysAgo: 69,
        files: { 'Dockerfile.train': 5_118, 'packages.lock': 121_402, 'sbom.cdx.json': 2_884_117 },
        signature: 'verified',
        provenance: {
          builder: 'https://ci.wrenfieldbank.example/platform/images',
          source: 'git+https://git.wrenfieldbank.example/platform/images@18c2d7ab',
          predicateType: 'https://slsa.dev/provenance/v1',
        },
        links: ['stored_in container-registry@2.11'],
      },
    ],
  },
  {
    kind: 'pipeline',
    key: 'model-promotion',
    name: 'Model promotion',
    description:
      'Moves a model from tracking to registry after tests and a second pair of eyes. Anyone in the platform team can skip the eyes with one switch; the switch is logged.',
    owner: 'felix',
    standing: 'deploy 5 internal confidential',
    tags: 'release four-eyes signing',
    daysAgo: 268,
    changes: [{ daysAgo: 150, by: 'aroha', field: 'ownerId', from: 'wei', to: 'felix' }],
    versions: [
      { label: '2.3.0', daysAgo: 180, files: { 'promote.yaml': 12_402, 'verify.py': 8_118 }, signature: 'unsigned' },
      {
        label: '2.4.0',
        daysAgo: 79,
        files: { 'promote.yaml': 13_204, 'verify.py': [8_118, '2.3.0'], 'policy.rego': 4_884 },
        signature: 'verified',
        links: ['deployed_to model-serving-cluster@7.3'],
      },
    ],
  },
  {
    kind: 'pipeline',
    key: 'platform-terraform',
    name: 'Platform as code',
    description: 'Terraform for clusters, buckets and rights. Applies on merge with rights over the whole cloud account.',
    owner: 'samuel',
    standing: 'change 5 internal confidential',
    tags: 'terraform cloud-rights drift',
    daysAgo: 686,
    versions: [
      { label: '12.3', daysAgo: 190, files: { 'main.tf': 88_204, 'iam.tf': 42_118, '.terraform.lock.hcl': 6_884 }, signature: 'unsigned' },
      {
        label: '12.4',
        daysAgo: 11,
        files: { 'main.tf': 89_402, 'iam.tf': 44_220, '.terraform.lock.hcl': [6_884, '12.3'] },
        signature: 'verified',
      },
    ],
  },
];

export const mlPlatform: DemoAsset[] = [...platformModels, ...infrastructure, ...repositories, ...pipelines];
