using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SearchAndWiderRecord : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Interpreter",
                table: "Clients",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RecordNumber",
                table: "Clients",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "SafeChannels",
                table: "Clients",
                type: "text",
                nullable: false,
                defaultValue: "[]");

            ClientSearchIndex.NumberRecords(migrationBuilder);

            migrationBuilder.CreateIndex(
                name: "IX_Clients_RecordNumber",
                table: "Clients",
                column: "RecordNumber",
                unique: true);

            ClientSearchIndex.OnPostgres(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            ClientSearchIndex.OffPostgres(migrationBuilder);

            migrationBuilder.DropIndex(
                name: "IX_Clients_RecordNumber",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "Interpreter",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "RecordNumber",
                table: "Clients");

            migrationBuilder.DropColumn(
                name: "SafeChannels",
                table: "Clients");
        }
    }
}
