import { Rng } from '../../src/core/random';
import { HELD_OUT_SHAPES } from './redactHeldOut';
import { SECOND_HELD_OUT_SHAPES } from './redactSecondHeldOut';

/** The same seed gives the same corpus. */
export const REDACT_SEED = 20_260_401;
/** Number of secrets generated for each shape. */
const EACH = 4;

/** A command line with a secret. */
export interface MadeSecret {
  readonly shape: string;
  readonly command: string;
  readonly secret: string;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';

/**
 * Placeholders for secrets in a shape: `{pw}` a password, `{an40}` letters and digits, `{hex32}`,
 * `{up16}`, `{b64}`.
 */
const SLOT = /\{(pw|an|hex|up|d|b64)(\d*)\}/g;

/** Shapes in which each slot is replaced. The marked part between « and » is the secret. */
const SECRET_SHAPES: readonly string[] = [
  // A program's own option or argument
  'curl -su deploy:«{pw}» https://api.example/x',
  'curl -fsSLu deploy:«{pw}» https://api.example/x',
  'curl --user=deploy:«{pw}» https://api.example/x',
  'curl -u "deploy:«{pw}»" https://api.example/x',
  'curl -U proxy:«{pw}» -x http://proxy:3128 https://api.example',
  'curl -H "X-Auth-Token: «{an32}»" https://api.example',
  'curl -H "X-Vault-Token: «{an26}»" https://vault.example/v1/secret',
  "curl -H 'Authorization: token «{hex40}»' https://git.example",
  'curl --oauth2-bearer «{an40}» https://api.example',
  'curl -d "user=ann&passwd=«{pw}»" https://api.example/login',
  'curl -F client_secret=«{an32}» https://api.example/token',
  `curl --json '{"pwd":"«{pw}»"}' https://api.example`,
  `curl --json '{"user": "ann", "pwd" : "«{pw}»"}' https://api.example`,
  `curl -d '{"secretKey":"«{an32}»"}' https://api.example`,
  `curl -d '{"refresh_token":"«{an40}»"}' https://api.example`,
  'wget --user ann --password «{pw}» https://files.example/a',
  'wget --password=«{pw}» --user=ann https://files.example/a',
  'wget --header="PRIVATE-TOKEN: «{an24}»" https://git.example',
  'http -a ann:«{pw}» GET https://api.example',
  'xh --auth ann:«{pw}» https://api.example',
  'aria2c --http-passwd=«{pw}» --http-user=ann https://files.example/a',
  'lftp -u ann,«{pw}» ftp.example',
  'lftp -e "open -u ann,«{pw}» ftp.example; ls"',
  'ftp ftp://ann:«{pw}»@ftp.example/a',
  'ssh-keygen -t ed25519 -N «{pw}» -f key',
  "ssh-keygen -p -P '' -N '«{pw}»' -f key",
  'ssh-keygen -f key -P «{pw}» -y',
  'redis-cli AUTH «{pw}»',
  'redis-cli -h cache AUTH app «{pw}»',
  'redis-cli -h cache CONFIG SET requirepass «{pw}»',
  'redis-cli --pass «{pw}» ping',
  'redis-cli -a «{pw}» ping',
  'vault login «{an26}»',
  'vault login -method=userpass username=ann password=«{pw}»',
  'vault kv put secret/db password=«{pw}»',
  'vault write auth/approle/login role_id=x secret_id=«{hex8}-{hex4}-{hex4}-{hex4}-{hex12}»',
  'vault operator unseal «{b6444}»',
  'mysql -uroot -p«{pw}» shop',
  'mysqldump -h db -u app -p«{pw}» shop > d.sql',
  'mysqladmin -u root password «{pw}»',
  'mariadb -u root -p"«{pw}»" shop',
  'psql "host=db user=app password=«{pw}» dbname=shop"',
  'psql -c "CREATE ROLE app LOGIN PASSWORD \'«{pw}»\'"',
  'psql -c "ALTER ROLE app PASSWORD \'«{pw}»\'"',
  'psql -c "CREATE USER app WITH LOGIN PASSWORD \'«{pw}»\'"',
  "mysql -e \"SET PASSWORD FOR 'app'@'%' = '«{pw}»'\"",
  'mysql -e "SET PASSWORD = PASSWORD(\'«{pw}»\')"',
  "mysql -e \"GRANT ALL ON x.* TO 'a'@'%' IDENTIFIED BY '«{pw}»'\"",
  'sqlcmd -S db -Q "CREATE LOGIN app WITH PASSWORD = \'«{pw}»\'"',
  'sqlcmd -S db -U sa -P«{pw}» -Q "select 1"',
  'mongosh "mongodb://app:«{pw}»@db.example/shop"',
  'mongosh -u app --password «{pw}» shop',
  `mongosh --eval "db.createUser({user:'a',pwd:'«{pw}»',roles:[]})"`,
  'mongodump -u app -p=«{pw}» -d shop',
  'cqlsh -u cassandra -p «{pw}» db',
  'clickhouse-client --user app --password «{pw}»',
  'influx auth create --token «{an40}»',
  'createuser --pwprompt app; PGPASSWORD="«{pw}»" psql',
  'snowsql -a acct -u ann --private-key-passphrase «{pw}»',
  'rabbitmqctl add_user app «{pw}»',
  'rabbitmqctl change_password app «{pw}»',
  'rabbitmqadmin -u app -p «{pw}» list queues',
  'mosquitto_pub -u app -P «{pw}» -t x -m y',
  'mosquitto_passwd -b pwfile app «{pw}»',
  'kafka-configs --alter --add-config "SCRAM-SHA-256=[password=«{pw}»]" --entity-name app',
  // Pipes and here-strings
  'echo «{pw}» | docker login -u ann --password-stdin registry.example',
  'echo "«{an40}»" | gh auth login --with-token',
  "printf '%s' '«{pw}»' | podman login --password-stdin -u ann quay.example",
  "echo -n '«{pw}»' | helm registry login -u ann --password-stdin reg.example",
  'echo "«{pw}»" | sudo -S systemctl restart app',
  'echo «{pw}» | sudo -kS id',
  "echo 'ann:«{pw}»' | chpasswd",
  'echo "«{pw}»" | cryptsetup luksOpen /dev/sdb1 data -',
  'echo «{pw}» | gpg --batch --passphrase-fd 0 -d a.gpg',
  'echo "«{pw}»" | kinit ann@EXAMPLE.COM',
  'echo -n «{an32}» | gcloud secrets create api --data-file=-',
  'docker login --password-stdin -u ann <<< "«{pw}»"',
  'sudo -S id <<< «{pw}»',
  // Cloud and cluster tools
  'aws secretsmanager create-secret --name db --secret-string «{pw}»',
  `aws secretsmanager put-secret-value --secret-id db --secret-string '«{pw}»'`,
  'aws ssm put-parameter --type SecureString --name /db --value «{pw}»',
  'aws rds create-db-instance --master-user-password «{pw}» --engine mysql',
  'aws iam create-login-profile --user-name ann --password «{pw}»',
  'aws configure set aws_session_token «{b64120}»',
  'az login --service-principal -u app --password «{pw}» --tenant t',
  'az keyvault secret set --vault-name v --name db --value «{pw}»',
  'az sql server create -n s --admin-password «{pw}»',
  'az storage blob upload --sas-token "sv=2022&sig=«{b6443}»"',
  'gcloud sql users set-password app --instance=i --password=«{pw}»',
  'kubectl create secret generic db --from-literal=password=«{pw}»',
  'kubectl create secret generic db --from-literal=DB_PASS=«{pw}»',
  "kubectl create secret generic db --from-literal='conn=«{pw}»'",
  'kubectl create secret docker-registry r --docker-password=«{pw}» --docker-username=a',
  'kubectl --token=«{an64}» get pods',
  'kubectl config set-credentials ann --password=«{pw}»',
  'helm install db chart --set postgresql.auth.postgresPassword=«{pw}»',
  'helm upgrade x chart --set-string apiKey=«{an32}»',
  'terraform apply -var db_password=«{pw}»',
  'TF_VAR_db_password=«{pw}» terraform plan',
  "terraform apply -var 'api_token=«{an40}»'",
  'heroku config:set DATABASE_PASSWORD=«{pw}»',
  'fly secrets set SESSION_SECRET=«{an32}»',
  'flyctl secrets set STRIPE_KEY="«{an32}»"',
  'doctl auth init -t «{an64}»',
  'consul kv put -token=«{hex8}-{hex4}-{hex4}-{hex4}-{hex12}» a b',
  'nomad job run -token=«{hex8}-{hex4}-{hex4}-{hex4}-{hex12}» a.hcl',
  'docker swarm join --token SWMTKN-1-«{an50}»-{an25} 10.0.0.1:2377',
  'kubeadm join 10.0.0.1:6443 --token «{hex6}.{hex16}»',
  'docker run -e MYSQL_ROOT_PASSWORD=«{pw}» mysql',
  'docker run --env "REDIS_PASSWORD=«{pw}»" app',
  'docker build --build-arg GIT_TOKEN=«{an40}» .',
  // Variables and configuration files
  "export SIGNING_PASSPHRASE='«{pw}»'",
  'export GPG_PASSPHRASE="«{pw}»"',
  "export DEPLOY_KEY='«{an32}»'",
  'export MAILJET_SECRET="«{an32}»"',
  'export ALGOLIA_ADMIN_KEY=«{hex32}»',
  'DATADOG_API_KEY=«{hex32}» ./deploy.sh',
  'JWT_SECRET=«{an32}» node server.js',
  "setx API_SECRET '«{an32}»'",
  'set -x GITHUB_PAT «{an40}»',
  'set -gx API_TOKEN «{an40}»',
  "echo 'password = «{pw}»' >> app.ini",
  'echo \'db_password = "«{pw}»"\' >> app.toml',
  'echo "secret_key = \'«{an32}»\'" >> settings.py',
  "echo 'api_key: «{an32}»' >> app.yml",
  "printf 'password: «{pw}»\\n' > app.yml",
  "echo 'requirepass «{pw}»' >> redis.conf",
  'cat > a.ini <<E\n[db]\nuser = app\npassword = «{pw}»\nE',
  'cat > a.toml <<E\naccess_token = "«{an40}»"\nE',
  'cat > .env <<E\nAPI_KEY=«{an32}»\nE',
  "echo 'spring.datasource.password=«{pw}»' >> app.properties",
  'echo "machine api.example login ann password «{pw}»" >> ~/.netrc',
  "echo 'db:5432:shop:app:«{pw}»' > ~/.pgpass",
  'echo "//registry.example/:_authToken=«{an36}»" >> ~/.npmrc',
  `echo '{"auths":{"r.example":{"auth":"«{b6432}»"}}}' > config.json`,
  `jq '.password = "«{pw}»"' a.json`,
  `yq -i '.db.password = "«{pw}»"' a.yml`,
  "sed -i 's/password: .*/password: «{pw}»/' app.yml",
  'crudini --set app.ini db password «{pw}»',
  'git config --global user.password «{pw}»',
  'git config http.extraheader "AUTHORIZATION: basic «{b6440}»"',
  'npm config set _auth «{b6440}»',
  'composer config http-basic.repo.example ann «{pw}»',
  'poetry config http-basic.pypi ann «{pw}»',
  'poetry publish -u ann -p «{pw}»',
  'twine upload -u ann -p «{pw}» dist/a',
  'nuget push a.nupkg -ApiKey «{an46}»',
  'dotnet nuget push a.nupkg --api-key «{an46}»',
  'cargo login «{an36}»',
  // Addresses
  'git clone https://ann:«{pw}»@git.example/a.git',
  'psql postgresql://app:«p@{an12}»@db.example/shop',
  'git remote set-url origin https://oauth2:«{an24}»@gitlab.example/a.git',
  'pip install --index-url https://ann:«{pw}»@pypi.example/simple a',
  'redis-cli -u rediss://default:«{pw}»@cache.example:6380',
  'celery -b amqp://app:«{pw}»@mq.example// worker',
  'curl "https://api.example/v1?api_key=«{an32}»&page=2"',
  'curl "https://api.example/v1?page=2&access_token=«{an40}»"',
  'azcopy copy a "https://s.blob.example/c?sv=2021&sig=«{b6443}»"',
  // Archives, keys, directories
  'zip -eP «{pw}» a.zip b',
  '7z x -p«{pw}» a.7z',
  'rar a -hp«{pw}» a.rar b',
  'openssl pkcs12 -export -passout pass:«{pw}» -in a.pem',
  'openssl enc -aes-256-cbc -K «{hex64}» -iv 0 -in a',
  'openssl passwd -6 «{pw}»',
  'keytool -genkey -storepass «{pw}» -alias a',
  'keytool -importkeystore -srcstorepass «{pw}» -deststorepass x',
  'gpg --passphrase «{pw}» -c a',
  "gpg --passphrase='«{pw}»' -c a",
  'ansible-vault encrypt_string «{pw}» --name db_password',
  'ansible all -e ansible_become_pass=«{pw}» -m ping',
  'ansible all -e "ansible_ssh_pass=«{pw}»" -m ping',
  'ldapsearch -x -D cn=admin -w «{pw}» -b dc=x',
  'ldappasswd -x -s «{pw}» -D cn=admin uid=ann',
  'smbclient //nas/a -U ann%«{pw}»',
  'mount -t cifs //nas/a /mnt -o username=ann,password=«{pw}»',
  'xfreerdp /v:host /u:ann /p:«{pw}»',
  'rpcclient -U "ann%«{pw}»" host',
  'sshpass -p«{pw}» ssh ann@host',
  'sshpass -p "«{pw}»" scp a ann@host:',
  'SSHPASS=«{pw}» sshpass -e ssh ann@host',
  'htpasswd -nbB ann «{pw}»',
  'expect -c "spawn ssh a; expect password; send \\"«{pw}»\\r\\""',
  'nmcli dev wifi connect home password «{pw}»',
  'wpa_cli set_network 0 psk «{pw}»',
  'ipmitool -H h -U ADMIN -P «{pw}» power on',
  'snmpwalk -v3 -u ann -A «{pw}» -X other host',
  'echo LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZLS0tLS0«{b64200}» | base64 -d > key',
  'echo LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tL«{b64200}» | base64 -d > key',
  // PowerShell and Windows
  'net user ann «{pw}» /add',
  'cmdkey /add:host /user:ann /pass:«{pw}»',
  'runas /user:ann /p:«{pw}» cmd',
  "$password = '«{pw}»'",
  '$env:DB_PASSWORD = "«{pw}»"',
  "Set-Item Env:API_TOKEN '«{an40}»'",
  'Connect-AzAccount -ApplicationSecret «{an34}»',
  "ConvertTo-SecureString -String '«{pw}»' -AsPlainText",
  "[Environment]::SetEnvironmentVariable('DB_PASSWORD','«{pw}»')",
  // Tokens of makers
  'gh auth status # ghp_«{an36}»',
  'export X=glpat-«{an20}»',
  'aws configure set aws_access_key_id AKIA«{up16}»',
  'slackcat xoxb-«{d12}-{an24}»',
  'stripe login --api-key sk_live_«{an24}»',
  'llm keys set openai sk-proj-«{an64}»',
  'claude --key sk-ant-api03-«{an93}»',
  'curl https://hooks.slack.com/services/T«{up8}/B{up8}/{an24}»',
  'npm publish --//r/:_authToken=npm_«{an36}»',
  'pip config set x pypi-«{an64}»',
  'hf login hf_«{an34}»',
  'vault token lookup hvs.«{an90}»',
  'jwt decode eyJ«{an30}.eyJ{an60}.{an43}»',
  'sops -d --age AGE-SECRET-KEY-1«{up58}»',
];

/** All shapes, including the held-out ones, with secrets generated from the seed. */
export function makeSecrets(seed = REDACT_SEED): readonly MadeSecret[] {
  const rng = new Rng(seed);
  return [...SECRET_SHAPES, ...HELD_OUT_SHAPES, ...SECOND_HELD_OUT_SHAPES].flatMap((shape) =>
    Array.from({ length: EACH }, () => {
      const filled = fillSlots(shape, rng);
      const [before = '', secret = '', after = ''] = filled.split(/[«»]/);
      return { shape, command: before + secret + after, secret };
    }),
  );
}

/** The text with a value in each of its slots. */
export function fillSlots(text: string, rng: Rng): string {
  return text.replace(SLOT, (_, kind: string, length: string) =>
    valueOf(kind, Number(length), rng),
  );
}

function valueOf(kind: string, length: number, rng: Rng): string {
  switch (kind) {
    case 'pw':
      return passwordOf(rng);
    case 'hex':
      return from(`${DIGITS}abcdef`, length, rng);
    case 'up':
      return from(UPPER + DIGITS, length, rng);
    case 'd':
      return from(DIGITS, length, rng);
    case 'b64':
      return from(`${LOWER}${UPPER}${DIGITS}`, length, rng);
    default:
      return from(LOWER + DIGITS, length - 2, rng) + from(UPPER, 1, rng) + from(DIGITS, 1, rng);
  }
}

const WORDS = ['Winter', 'tiger', 'Harbor', 'correct', 'Sesame', 'blue', 'Rocket', 'maple'];
const MARKS = ['-', '_', '.', '+', '#', '!'];

/** A typical password: words, digits and a special character, at least eight characters. */
function passwordOf(rng: Rng): string {
  const pick = (list: readonly string[]): string => list[rng.below(list.length)] ?? '';
  return `${pick(WORDS)}${pick(MARKS)}${pick(WORDS)}${from(DIGITS, 2, rng)}`;
}

function from(letters: string, length: number, rng: Rng): string {
  return Array.from({ length }, () => letters[rng.below(letters.length)]).join('');
}
