trigger MarketoContactTrigger on Contact(after delete) {
  MarketoLookAgain.contacts(Trigger.old);
}
