import { redact } from '../../src/history/redact/redact';
import { stoppedIf, type Attack } from './attack';

const PASSWORD = 'Tiger-Harbor27';
const KEY = 'c9Q2xT7vLm4Zs1Wd8Kf3';
const PEM = Buffer.from('-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0').toString('base64');

/** Shapes of secrets that the history kept before they were described: name, command, secret. */
const SHAPES: readonly (readonly [shape: string, command: string, secret: string])[] = [
  ['key = value', `echo 'password = ${PASSWORD}' >> app.ini`, PASSWORD],
  ['quoted value', `printf 'db_password = "${PASSWORD}"' > app.ini`, PASSWORD],
  ['JSON', `curl -d '{"user":"a","pwd":"${PASSWORD}"}' https://h.example`, PASSWORD],
  ['a name that ends in _KEY', `echo "MASTER_KEY = '${KEY}'" >> app.toml`, KEY],
  ['a name that ends in _SECRET', `echo 'APP_SECRET = "${KEY}"' >> app.toml`, KEY],
  ['a name that ends in _PASSPHRASE', `echo 'SIGN_PASSPHRASE = "${PASSWORD}"' > a.ini`, PASSWORD],
  ['--password-stdin', `echo ${PASSWORD} | docker login -u a --password-stdin`, PASSWORD],
  ['a cluster with -u', `curl -su ada:${PASSWORD} https://h.example`, PASSWORD],
  ['CREATE ROLE', `psql -c "CREATE ROLE a LOGIN PASSWORD '${PASSWORD}'"`, PASSWORD],
  ['SET PASSWORD', `mysql -e "SET PASSWORD FOR a = '${PASSWORD}'"`, PASSWORD],
  ['a URL whose password has @', `psql postgres://ada:Tig@er-27@h.example/db`, 'er-27'],
  ['--secret-string', `aws secretsmanager create-secret --secret-string ${PASSWORD}`, PASSWORD],
  ['--from-literal', `kubectl create secret generic a --from-literal=pw=${PASSWORD}`, PASSWORD],
  ['ssh-keygen -N', `ssh-keygen -t ed25519 -N ${PASSWORD} -f id`, PASSWORD],
  ['redis-cli AUTH', `redis-cli AUTH ${PASSWORD}`, PASSWORD],
  ['vault login', `vault login ${KEY}`, KEY],
  ['base64 of a private key', `echo ${PEM} | base64 -d > key.pem`, PEM],
];

/** Secrets that a history must not keep. */
export const SECRET_ATTACKS: readonly Attack[] = SHAPES.map(([shape, command, secret]) => ({
  name: `a secret in the history: ${shape}`,
  run: () => stoppedIf(!redact(command).includes(secret)),
}));
