import { LightningElement, api } from 'lwc';
import findUsers from '@salesforce/apex/MarketoSetupController.findUsers';
import { refusalOf } from 'c/marketoAnswer';
import { fill } from 'c/marketoSentences';
import { labels } from './searchLabels';

/** `MarketoSetupController.findUsers`. */
interface FoundUser {
  userId: string;
  name: string;
  username: string;
}

/** What a person types is searched for once they pause. */
const TYPING_MS = 300;
const LEAST = 2;

/** Finds an active user by name. Sends `choose` with {userId, name}. */
export default class MarketoUserSearch extends LightningElement {
  @api label = '';

  labels = labels;
  found: FoundUser[] = [];
  searched = false;
  searching = false;
  error: string | undefined;

  private asked = 0;
  private typing: ReturnType<typeof setTimeout> | undefined;

  disconnectedCallback(): void {
    clearTimeout(this.typing);
    this.asked += 1;
  }

  @api focus(): void {
    this.template!.querySelector<HTMLElement>('lightning-input')?.focus();
  }

  get users() {
    return this.found.map((user) => ({ ...user, label: fill(labels.choose, user.name, user.username) }));
  }

  get hasNone(): boolean {
    return this.searched && this.found.length === 0;
  }

  handleChange(event: CustomEvent<{ value: string }>): void {
    const text = event.detail.value.trim();
    clearTimeout(this.typing);
    this.asked += 1;
    if (text.length < LEAST) {
      this.found = [];
      this.searched = false;
      return;
    }
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- one search for a word, not one a letter
    this.typing = setTimeout(() => void this.find(text, this.asked), TYPING_MS);
  }

  private async find(text: string, question: number): Promise<void> {
    this.searching = true;
    this.error = undefined;
    try {
      const found = await findUsers({ search: text });
      if (question === this.asked) {
        this.found = found;
        this.searched = true;
      }
    } catch (error) {
      this.error = refusalOf(error).message;
    } finally {
      this.searching = false;
    }
  }

  handleChoose(event: Event): void {
    const { user } = (event.currentTarget as HTMLElement).dataset;
    const chosen = this.found.find(({ userId }) => userId === user);
    if (chosen) {
      this.found = [];
      this.searched = false;
      this.dispatchEvent(new CustomEvent('choose', { detail: { userId: chosen.userId, name: chosen.name } }));
    }
  }
}
