/** What stops a script with one line; anything else that is thrown is a fault of the script and shows its stack. */
export class Failure extends Error {}

/** Runs a script's main function; its failure becomes one clear line and exit code 1. */
export async function run(name, main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`${name}: ${error.message}`);
    process.exitCode = 1;
  }
}
