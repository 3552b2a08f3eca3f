/**
 * Calls made at the same time become one: whoever does the same for many members does it at once, and the store asks its server once. A call that waits for
 * another one's answer comes after it, as ever.
 */
export class Together<Asked, Answer> {
  private waiting: { asked: Asked; resolve: (answer: Answer) => void; reject: (cause: unknown) => void }[] = [];
  private readonly work: (all: Asked[]) => Promise<Answer[]>;

  /** @param work Answers in the order of what is asked. */
  constructor(work: (all: Asked[]) => Promise<Answer[]>) {
    this.work = work;
  }

  call(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ asked, resolve, reject });
      // After everything that can go on now has gone on.
      if (this.waiting.length === 1) setImmediate(() => void this.flush());
    });
  }

  private async flush(): Promise<void> {
    const all = this.waiting;
    this.waiting = [];
    try {
      const answers = await this.work(all.map(({ asked }) => asked));
      all.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
    } catch (cause) {
      all.forEach(({ reject }) => reject(cause));
    }
  }
}
