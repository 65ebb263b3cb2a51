import { notify } from "../app/notify";
import { messageOf } from "./problems";

/** Makes a call and says as a toast that it succeeded or why it failed. */
export async function attempt(
  from: EventTarget,
  call: () => Promise<unknown>,
  success = "",
): Promise<boolean> {
  try {
    await call();
  } catch (error) {
    notify(from, "error", messageOf(error));
    return false;
  }
  if (success) {
    notify(from, "success", success);
  }
  return true;
}
