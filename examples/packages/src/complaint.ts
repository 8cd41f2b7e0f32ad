/** Something that the caller can put right: its message is all that is shown. */
export class Complaint extends Error {
  override readonly name = 'Complaint';
}
