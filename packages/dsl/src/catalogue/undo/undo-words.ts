/** What takes back what, by the first word of a name; the likelier undo first. */
const UNDO_WORDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    create: ["cancel", "void", "delete", "remove", "close", "archive"],
    place: ["cancel"],
    submit: ["cancel", "withdraw"],
    schedule: ["cancel", "unschedule"],
    start: ["cancel", "stop"],
    register: ["unregister", "deregister", "cancel", "delete"],
    request: ["cancel", "withdraw"],
    initiate: ["cancel", "abort"],
    make: ["cancel"],
    reserve: ["release", "unreserve", "cancel"],
    allocate: ["release", "deallocate", "free"],
    hold: ["release", "unhold", "cancel"],
    acquire: ["release"],
    book: ["cancel", "unbook"],
    rent: ["return"],
    authorise: ["void", "cancel", "release", "reverse"],
    authorize: ["void", "cancel", "release", "reverse"],
    authorisation: ["void", "cancel", "release"],
    charge: ["refund", "reverse", "void"],
    pay: ["refund", "reverse"],
    debit: ["credit", "refund", "reverse"],
    deposit: ["withdraw", "reverse"],
    open: ["close"],
    lock: ["unlock"],
    block: ["unblock"],
    add: ["remove", "delete"],
    insert: ["delete", "remove"],
    put: ["delete", "remove"],
    set: ["unset", "clear", "delete"],
    attach: ["detach"],
    assign: ["unassign"],
    associate: ["disassociate"],
    link: ["unlink"],
    enable: ["disable"],
    activate: ["deactivate"],
    subscribe: ["unsubscribe"],
    grant: ["revoke"],
    issue: ["revoke", "cancel", "void"],
    publish: ["unpublish"],
    suspend: ["resume", "unsuspend", "reactivate", "activate"],
    pause: ["resume"],
    archive: ["unarchive", "restore"],
    join: ["leave"],
    follow: ["unfollow"],
    star: ["unstar"],
    like: ["unlike"],
    pin: ["unpin"],
    check: ["uncheck"],
  }),
);

/** The words that may take back what a word does. */
export function undoWordsOf(word: string): readonly string[] {
  return UNDO_WORDS.get(word) ?? [];
}

/** A noun without its plural, near enough to compare two names. */
export function singular(word: string): string {
  if (/(?:ss|us|is)$/.test(word)) return word;

  return word.replace(/ies$|(?<=[sxz]|ch|sh)es$|s$/, (end) => (end === "ies" ? "y" : ""));
}
