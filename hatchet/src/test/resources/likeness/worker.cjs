// A worker of the official SDK with one task of each kind. Ends when its standard input does.
const { Hatchet, Or, SleepCondition, UserEventCondition } = require('@hatchet-dev/typescript-sdk');

const hatchet = Hatchet.init();
const SOON = { ttl: '1s', allowCapacityEviction: true, priority: 0 };
const NEVER = { ttl: undefined, allowCapacityEviction: false, priority: 0 };

const greet = hatchet.task({
  name: 'greet',
  fn: async (input) => ({ greeting: `hello ${input.name}` }),
});

const failing = hatchet.task({
  name: 'failing',
  retries: 2,
  fn: async (_input, ctx) => {
    if (ctx.retryCount() < 2) {
      throw new Error(`attempt ${ctx.retryCount()}`);
    }
    return { attempts: ctx.retryCount() + 1 };
  },
});

const nap = hatchet.durableTask({
  name: 'nap',
  executionTimeout: '24h',
  evictionPolicy: NEVER,
  fn: async (_input, ctx) => {
    const slept = await ctx.sleepFor('3600s');
    return { slept: slept.durationMs };
  },
});

const pay = hatchet.durableTask({
  name: 'pay',
  executionTimeout: '24h',
  evictionPolicy: NEVER,
  fn: async (input, ctx) => {
    const since = (await ctx.now()).toISOString();
    const met = await ctx.waitFor(
      Or(
        new SleepCondition('600s', 'late'),
        new UserEventCondition('order.paid', '', 'paid', undefined, input.user, since)
      )
    );
    return { met };
  },
});

const parked = hatchet.durableTask({
  name: 'parked',
  executionTimeout: '24h',
  evictionPolicy: SOON,
  fn: async (_input, ctx) => {
    const first = await ctx.now();
    await ctx.waitForEvent('parked.go');
    return { first: first.toISOString(), invocation: ctx.invocationCount };
  },
});

const family = hatchet.durableTask({
  name: 'family',
  executionTimeout: '24h',
  evictionPolicy: NEVER,
  fn: async (input) => ({ child: await greet.run({ name: input.name }) }),
});

async function main() {
  const worker = await hatchet.worker('likeness', {
    workflows: [greet, failing, nap, pay, parked, family],
    slots: 10,
    durableSlots: 10,
  });
  process.stdin.on('end', () => worker.stop().finally(() => process.exit(0)));
  process.stdin.resume();
  await worker.start();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
