trigger MarketoContactTrigger on Contact(after delete, after undelete) {
  MarketoLookAgain.contacts(Trigger.isDelete ? Trigger.old : Trigger.new);
}
