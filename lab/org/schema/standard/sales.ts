/** Sales: opportunities, products, prices, contracts, orders. Object Reference v67, those pages: names, types and relationships as far as code and queries meet them. See `read.ts` for the notation. */
export const SALES = `
Opportunity 006
  AccountId >Account Opportunities cascade
  Amount money
  CampaignId >Campaign Opportunities
  CloseDate date !
  ContactId >Contact
  ContractId >Contract
  Description area32000
  ExpectedRevenue money =
  Fiscal text255 =
  FiscalQuarter int =
  FiscalYear int =
  ForecastCategory pick255(Omitted|Pipeline|BestCase|MostLikely|Forecast|Closed) =
  ForecastCategoryName pick255(Omitted|Pipeline|Best Case|Commit|Closed)
  HasOpenActivity check =
  HasOpportunityLineItem check =
  HasOverdueTask check =
  IsClosed check =
  IsPrivate check
  IsSplit check
  IsWon check =
  LastActivityDate date =
  LastAmountChangedHistoryId >OpportunityHistory
  LastCloseDateChangedHistoryId >OpportunityHistory
  LastReferencedDate dt =
  LastStageChangeDate dt
  LastViewedDate dt =
  LeadSource pick255(Web|Phone Inquiry|Partner Referral|Purchased List|Other)
  Name text120 !
  NextStep text255
  OwnerId >User
  Pricebook2Id >Pricebook2
  Probability pct
  PushCount int =
  StageName pick255(Prospecting|Qualification|Needs Analysis|Value Proposition|Id. Decision Makers|Perception Analysis|Proposal/Price Quote|Negotiation/Review|Closed Won|Closed Lost) !
  TotalOpportunityQuantity money
  Type pick255(Existing Customer - Upgrade|Existing Customer - Replacement|Existing Customer - Downgrade|New Customer)
OpportunityLineItem 00k
  Description area32000
  Discount pct
  LastReferencedDate dt =
  LastViewedDate dt =
  ListPrice money =
  Name text255 =
  OpportunityId >Opportunity OpportunityLineItems cascade ! ~
  PricebookEntryId >PricebookEntry ~
  Product2Id >Product2 =
  ProductCode text255 =
  Quantity num !
  ServiceDate date
  SortOrder int
  Subtotal num =
  TotalPrice money =
  UnitPrice money
OpportunityContactRole 00K
  ContactId >Contact OpportunityContactRoles cascade !
  IsPrimary check
  OpportunityId >Opportunity OpportunityContactRoles cascade !
  Role pick255(Business User|Decision Maker|Economic Buyer|Economic Decision Maker|Evaluator|Executive Sponsor|Influencer|Technical Buyer|Other)
OpportunityStage 01J setupread
  ApiName text255
  DefaultProbability pct
  Description area32000
  ForecastCategory text255
  ForecastCategoryName text255
  IsActive check
  IsClosed check
  IsWon check
  MasterLabel text255
  SortOrder int
Product2 01t
  Description area32000
  DisplayUrl url
  ExternalId text255
  Family pick255(None)
  IsActive check
  IsArchived check =
  IsAssetizable check
  IsSerialized check
  LastReferencedDate dt =
  LastViewedDate dt =
  Name text255 !
  ProductCode text255
  QuantityUnitOfMeasure text255
  SourceProductId >Product2
  StockKeepingUnit text255
  Type text255
Pricebook2 01s
  Description area32000
  IsActive check
  IsArchived check =
  IsStandard check =
  LastReferencedDate dt =
  LastViewedDate dt =
  Name text255 !
  ValidFrom dt
  ValidTo dt
PricebookEntry 01u
  IsActive check
  IsArchived check =
  IsDerived check
  Name text255 =
  Pricebook2Id >Pricebook2 PricebookEntries cascade ! ~
  Product2Id >Product2 PricebookEntries cascade ! ~
  ProductCode text255 =
  UnitPrice money !
  UseStandardPrice check
Contract 800
  AccountId >Account Contracts cascade !
  ActivatedById >User =
  ActivatedDate dt =
  BillingCity text255
  BillingCountry text255
  BillingCountryCode text255
  BillingPostalCode text255
  BillingState text255
  BillingStateCode text255
  BillingStreet area255
  CompanySignedDate date
  CompanySignedId >User
  ContractNumber auto30({00000000}) =
  ContractTerm int
  CustomerSignedDate date
  CustomerSignedId >Contact
  CustomerSignedTitle text255
  Description area32000
  EndDate date
  LastActivityDate date =
  LastApprovedDate dt
  LastReferencedDate dt =
  LastViewedDate dt =
  Name text255
  OwnerExpirationNotice text255
  OwnerId >User
  Pricebook2Id >Pricebook2
  ShippingCity text255
  ShippingCountry text255
  ShippingCountryCode text255
  ShippingPostalCode text255
  ShippingState text255
  ShippingStateCode text255
  ShippingStreet area255
  SourceOpportunityId >Opportunity
  SpecialTerms text255
  StartDate date
  Status pick255(Draft*|In Approval Process|Activated) !
  StatusCode text255
Order 801
  AccountId >Account Orders
  ActivatedById >User =
  ActivatedDate dt =
  BillToContactId >Contact
  BillingCity text255
  BillingCountry text255
  BillingCountryCode text255
  BillingPostalCode text255
  BillingState text255
  BillingStateCode text255
  BillingStreet area255
  CompanyAuthorizedById >User
  CompanyAuthorizedDate date
  ContractId >Contract
  CustomerAuthorizedById >Contact
  CustomerAuthorizedDate date
  Description area32000
  EffectiveDate date !
  EndDate date
  IsReductionOrder check
  LastReferencedDate dt =
  LastViewedDate dt =
  Name text255
  OpportunityId >Opportunity
  OrderNumber auto30({00000000}) =
  OrderReferenceNumber text255
  OriginalOrderId >Order
  OwnerId >User,Group
  PoDate date
  PoNumber text255
  Pricebook2Id >Pricebook2
  QuoteId >Quote
  ShipToContactId >Contact
  ShippingCity text255
  ShippingCountry text255
  ShippingCountryCode text255
  ShippingPostalCode text255
  ShippingState text255
  ShippingStateCode text255
  ShippingStreet area255
  Status pick255(Draft|Activated) !
  StatusCode text255
  TotalAmount money =
  Type pick255()
OrderItem 802
  AvailableQuantity num
  Description area32000
  EndDate date
  ListPrice money
  OrderId >Order OrderItems cascade ! ~
  OrderItemNumber text255
  OriginalOrderItemId >OrderItem
  PricebookEntryId >PricebookEntry
  Product2Id >Product2
  Quantity num !
  QuoteLineItemId >QuoteLineItem
  ServiceDate date
  TotalPrice money =
  UnitPrice money
Quote 0Q0
  AccountId >Account
  AdditionalCity text255
  AdditionalCountry text255
  AdditionalCountryCode text255
  AdditionalName text255
  AdditionalPostalCode text255
  AdditionalState text255
  AdditionalStateCode text255
  AdditionalStreet area255
  BillingCity text255
  BillingCountry text255
  BillingCountryCode text255
  BillingName text255
  BillingPostalCode text255
  BillingState text255
  BillingStateCode text255
  BillingStreet area255
  ContactId >Contact
  ContractId >Contract
  Description area32000
  Discount pct
  Email mail
  ExpirationDate date
  Fax phone
  GrandTotal money =
  IsSyncing check
  LastReferencedDate dt =
  LastViewedDate dt =
  LineItemCount int =
  Name text255 !
  OpportunityId >Opportunity Quotes cascade !
  OwnerId >User
  Phone phone
  Pricebook2Id >Pricebook2
  QuoteNumber auto30({00000000}) =
  QuoteToCity text255
  QuoteToCountry text255
  QuoteToCountryCode text255
  QuoteToName text255
  QuoteToPostalCode text255
  QuoteToState text255
  QuoteToStateCode text255
  QuoteToStreet area255
  ShippingCity text255
  ShippingCountry text255
  ShippingCountryCode text255
  ShippingHandling money
  ShippingName text255
  ShippingPostalCode text255
  ShippingState text255
  ShippingStateCode text255
  ShippingStreet area255
  Status pick255(Draft*|Needs Review|In Review|Approved|Rejected|Presented|Accepted|Denied)
  Subtotal num =
  Tax money
  TotalPrice money =
QuoteLineItem 0QL
  Description area32000
  Discount pct
  LastReferencedDate dt =
  LastViewedDate dt =
  LineNumber text255
  ListPrice money
  OpportunityLineItemId >OpportunityLineItem
  PricebookEntryId >PricebookEntry
  Product2Id >Product2
  Quantity num !
  QuoteId >Quote QuoteLineItems cascade ! ~
  ServiceDate date
  SortOrder int
  Subtotal num =
  TotalPrice money =
  UnitPrice money !
Asset 02i
  AccountId >Account Assets
  AssetLevel int
  AssetProvidedById >Account
  AssetServicedById >Account
  Availability num
  AverageUptimePerDay num
  City text255
  ConsequenceOfFailure text255
  ContactId >Contact Assets
  Country text255
  CountryCode text255
  CurrentAmount money
  CurrentLifecycleEndDate dt
  CurrentMrr num
  CurrentQuantity num
  Description area32000
  DigitalAssetStatus text255
  ExternalIdentifier text255
  HasLifecycleManagement check
  InstallDate date
  IsCompetitorProduct check
  IsInternal check
  LastReferencedDate dt =
  LastViewedDate dt =
  LifecycleEndDate dt
  LifecycleStartDate dt
  ManufactureDate date
  MeanTimeBetweenFailures num
  MeanTimeToRepair num
  Name text255 !
  OwnerId >User
  ParentId >Asset ChildAssets
  PostalCode text255
  Price money
  Product2Id >Product2
  ProductCode text255
  ProductDescription area32000
  ProductFamily text255
  PurchaseDate date
  Quantity num
  Reliability num
  RootAssetId >Asset
  SerialNumber text255
  State text255
  StateCode text255
  Status pick255(Shipped|Installed|Registered|Obsolete|Purchased)
  StatusReason text255
  StockKeepingUnit text255
  Street area255
  SumDowntime num
  SumUnplannedDowntime num
  TotalLifecycleAmount money
  UptimeRecordEnd dt
  UptimeRecordStart dt
  UsageEndDate date
  Uuid text255
AccountContactRole 02Z
  AccountId >Account AccountContactRoles !
  ContactId >Contact AccountContactRoles !
  IsPrimary check
  Role pick255(Business User|Decision Maker|Economic Buyer|Economic Decision Maker|Evaluator|Executive Sponsor|Influencer|Technical Buyer|Other)
OpportunityHistory 008 read
  Amount money
  CloseDate date
  ExpectedRevenue money
  ForecastCategory text255
  OpportunityId >Opportunity OpportunityHistories cascade
  PrevAmount money
  PrevCloseDate date
  Probability pct
  StageName text255
Partner 00I
  AccountFromId >Account
  AccountToId >Account
  IsPrimary check
  OpportunityId >Opportunity
  ReversePartnerId >Partner
  Role text255
Individual 0PK
  BirthDate date
  ChildrenCount int
  ConsumerCreditScore int
  ConsumerCreditScoreProviderName text255
  ConvictionsCount int
  DeathDate date
  FirstName text40
  HasOptedOutGeoTracking check
  HasOptedOutProcessing check
  HasOptedOutProfiling check
  HasOptedOutSolicit check
  HasOptedOutTracking check
  HasPrivacyHold check
  IndividualsAge text255
  InfluencerRating int
  IsHomeOwner check
  LastName text80 !
  LastViewedDate dt =
  MasterRecordId >Individual =
  MilitaryService text255
  Name text255
  Occupation text255
  OwnerId >User
  Salutation text255
  SendIndividualData check
  ShouldForget check
  Website url
`;
