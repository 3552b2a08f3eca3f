/**
 * Messaging.CustomNotification: the bell. Apex Reference Guide, "CustomNotification Class". What is sent leaves with the transaction; tests deliver
 * nothing. Which exception the platform throws for what it refuses is not documented: here it is System.IllegalArgumentException.
 */
import { runtime } from '../../runtime/current.ts';
import type { ApexSet } from '../../runtime/collections.ts';
import { apexError } from '../../runtime/exception-value.ts';
import { SYSTEM } from '../../../identity/users.ts';
import { library } from '../define.ts';

const LONGEST = { title: 250, body: 750 } as const;
/** "The maximum number of values that can be specified in a set is 500." */
const MOST_USERS = 500;

class CustomNotificationValue {
  readonly typeName = 'Messaging.CustomNotification';
  notificationTypeId: string | null = null;
  title: string | null = null;
  body: string | null = null;
  senderId: string | null = null;
  targetId: string | null = null;
  targetPageRef: string | null = null;
}

const refused = (sentence: string) => apexError('IllegalArgumentException', sentence);

const setter =
  (key: Exclude<keyof CustomNotificationValue, 'typeName'>) =>
  (self: CustomNotificationValue, value: string | null): void => {
    self[key] = value;
  };

function check(self: CustomNotificationValue, users: string[]): void {
  for (const part of ['title', 'body'] as const) {
    const text = self[part];
    if (text === null || text === '' || text.length > LONGEST[part]) {
      throw refused(`The ${part} of a notification must have 1 to ${LONGEST[part]} characters.`);
    }
  }
  const one = (object: string, id: string | null) =>
    id !== null && runtime().data.query(`SELECT Id FROM ${object} WHERE Id = :id`, { id }, SYSTEM).records.length === 1;
  if (!one('CustomNotificationType', self.notificationTypeId)) {
    throw refused(`There is no custom notification type ${self.notificationTypeId}.`);
  }
  if ((self.targetId === null) === (self.targetPageRef === null)) {
    throw refused('A notification opens either a record (setTargetId) or a page (setTargetPageRef).');
  }
  if (users.length === 0 || users.length > MOST_USERS) {
    throw refused(`A notification goes to 1 to ${MOST_USERS} users, not to ${users.length}.`);
  }
  const other = users.find((id) => !id.startsWith('005') || !one('User', id));
  if (other !== undefined) {
    throw refused(`This org sends notifications to users only, and ${other} is none.`);
  }
}

function send(self: CustomNotificationValue, users: ApexSet | null): void {
  const recipients = users === null ? [] : [...users].map(String);
  check(self, recipients);
  if (runtime().test !== null) {
    return;
  }
  runtime().transaction.notifications.push({
    at: new Date(runtime().clock()).toISOString(),
    typeId: String(self.notificationTypeId),
    title: String(self.title),
    body: String(self.body),
    senderId: self.senderId ?? runtime().user().id,
    targetId: self.targetId,
    targetPageRef: self.targetPageRef === null ? null : readPage(self.targetPageRef),
    recipients
  });
}

function readPage(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refused('The page reference of a notification must be JSON.');
  }
}

export const customNotification = library({
  name: 'Messaging.CustomNotification',
  members: {
    'new()': () => new CustomNotificationValue(),
    'void setNotificationTypeId(String id)': setter('notificationTypeId'),
    'void setTitle(String title)': setter('title'),
    'void setBody(String body)': setter('body'),
    'void setSenderId(String id)': setter('senderId'),
    'void setTargetId(String id)': setter('targetId'),
    'void setTargetPageRef(String pageRef)': setter('targetPageRef'),
    'void send(Set<String> users)': send
  }
});
