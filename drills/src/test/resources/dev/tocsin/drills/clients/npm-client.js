// Everything that the package healthchecks-io-client can do, as its README says; only the base URL is ours.
// Arguments: the site, a read-write key, a read-only key. Ends with 0 if all of it was as its users know it.
const assert = require('assert');
const { HealthChecksApiClient, HealthChecksPingClient } = require('healthchecks-io-client');

const [site, writeKey, readKey] = process.argv.slice(2);

async function every(apiVersion) {
  const api = new HealthChecksApiClient({ apiKey: writeKey, baseUrl: site, apiVersion });
  const name = `npm v${apiVersion}`;

  const made = await api.createCheck({
    name, tags: 'npm client', desc: 'by a package', timeout: 3600, grace: 600, channels: '*', unique: ['name'],
  });
  assert.strictEqual(made.name, name);
  assert.strictEqual(made.timeout, 3600);
  assert.strictEqual(made.status, 'new');
  const uuid = made.ping_url.split('/').pop();

  const again = await api.createCheck({ name, grace: 900, unique: ['name'] });
  assert.strictEqual(again.ping_url, made.ping_url);
  assert.strictEqual(again.grace, 900);

  const updated = await api.updateCheck(uuid, { schedule: '*/5 * * * *', tz: 'Europe/Riga' });
  assert.strictEqual(updated.schedule, '*/5 * * * *');
  assert.strictEqual(updated.tz, 'Europe/Riga');

  const pinger = new HealthChecksPingClient({ uuid, baseUrl: `${site}/ping`, returnResponse: true });
  assert.strictEqual(await pinger.start(), 'OK');
  assert.strictEqual(await pinger.success(), 'OK');
  assert.strictEqual(await pinger.fail('the disk is full'), 'OK');
  assert.strictEqual(await pinger.success('and empty again'), 'OK');

  const { pings } = await api.listPings(uuid); // asks without the slash at the end
  assert.deepStrictEqual(pings.map((ping) => ping.type), ['success', 'fail', 'success', 'start']);
  assert.match(pings[0].ua, /^HealthChecks-IO-Client-JS/);

  const { flips } = await api.listFlips(uuid, { seconds: 3600 });
  assert.deepStrictEqual(flips.map((flip) => flip.up), [1, 0, 1]);
  assert.strictEqual((await api.listFlips(uuid, { end: 1 })).flips.length, 0);

  const listed = await api.getChecks(['npm', 'client']);
  assert.ok(listed.checks.some((check) => check.name === name && check.status === 'up'));
  assert.strictEqual((await api.getChecks(['no such tag'])).checks.length, 0);
  assert.strictEqual((await api.getCheck(uuid)).n_pings, 4);
  assert.ok(Array.isArray((await api.getIntegrations()).channels));

  const reader = new HealthChecksApiClient({ apiKey: readKey, baseUrl: site, apiVersion });
  const seen = (await reader.getChecks(['npm'])).checks.find((check) => check.name === name);
  assert.strictEqual(seen.ping_url, undefined);
  assert.strictEqual((await reader.getCheck(seen.unique_key)).name, name);
  assert.strictEqual((await reader.listFlips(seen.unique_key)).flips.length, 3);
  await assert.rejects(reader.pauseCheck(uuid), (e) => e.statusCode === 401);

  assert.strictEqual((await api.pauseCheck(uuid)).status, 'paused');
  assert.strictEqual((await api.deleteCheck(uuid)).name, name);
  await assert.rejects(api.getCheck(uuid), (e) => e.statusCode === 404);
}

async function refusals() {
  const api = new HealthChecksApiClient({ apiKey: 'x'.repeat(32), baseUrl: site });
  await assert.rejects(api.getChecks(), (e) => e.statusCode === 401);
  const right = new HealthChecksApiClient({ apiKey: writeKey, baseUrl: site });
  await assert.rejects(right.createCheck({ tz: 'Nowhere/Land' }), (e) => e.statusCode === 400);
}

(async () => {
  for (const version of [1, 2, 3]) {
    await every(version);
  }
  await refusals();
  console.log('as its users know it');
})().catch((e) => {
  console.error(e);
  process.exit(1);
});
