trigger NoteTrigger on Note_Made__e(after insert) {
  List<Account> l = new List<Account>();
  for (Note_Made__e n : Trigger.new) {
    if (n.Text__c == 'retry' && EventBus.TriggerContext.currentContext().retries < 2)
      throw new EventBus.RetryableException('again');
    l.add(new Account(Name = n.Text__c + EventBus.TriggerContext.currentContext().retries));
  }
  insert l;
}
