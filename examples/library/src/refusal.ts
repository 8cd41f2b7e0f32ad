/** The library says no; the message is for the member. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
