trigger MarketoLeadTrigger on Lead(after update, after delete) {
  MarketoLookAgain.leads(Trigger.old, Trigger.new);
}
